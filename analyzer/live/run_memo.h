#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/live/recording_file_system.h"
#include "analyzer/store/record_log.h"

namespace krepis::analyzer {

/// What a run of a verb printed.
struct RunOutput {
  int exit_code = 0;
  std::string out;                 // to stdout
  std::vector<std::string> notes;  // lines to stderr
};

/// The output of the last run that was asked the same, if everything that it asked about the disk
/// has the same answer still: the same run would do the same again. In the user's cache folder, one
/// file for each question, of this program alone.
class RunMemo {
 public:
  /// `question` is what was asked; with it goes the file. `world` is what else decides the output
  /// besides the answers of the disk: another one finds nothing, and takes the place of what is
  /// there. Null where there is no cache folder.
  static std::unique_ptr<RunMemo> Open(std::string_view question, std::string_view world);

  /// Asks the disk all that the run asked. None where anything differs, or nothing is known.
  std::optional<RunOutput> Replay(unsigned jobs) const;
  /// Keeps a run's output, if it is one that can be told from others. `root` is the absolute path
  /// of the workspace. Once, and the end of the use of this; where that fails the next run has more
  /// to do.
  void Keep(const RunOutput& output, const std::string& root, const RunRecord& record);

 private:
  RunMemo(std::string folder, const std::string& file, std::string_view stamp)
      : folder_(std::move(folder)), log_(file, stamp) {}

  const std::string folder_;
  RecordLog log_;
};

}  // namespace krepis::analyzer
