#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analyzer/cli/options.h"
#include "analyzer/cli/session.h"
#include "analyzer/live/run_memo.h"

namespace krepis::analyzer {

/// What `krepis check` printed when it was last called so. There is one only of runs whose whole
/// output hangs on the command line, the files of the machine, the user and the day.
class CheckMemo {
 public:
  /// Null where a run reads or writes something else, or is not to be remembered. `colour` is
  /// whether the report has colours.
  static std::unique_ptr<CheckMemo> Open(const Options& options, bool colour);

  /// The output, where nothing has changed since.
  std::optional<RunOutput> Replay() { return memo_->Replay(jobs_); }
  RunMemo& memo() { return *memo_; }
  /// Whether all that is kept beside the output is that of an earlier run, mended.
  static bool IsMended(const Analysis& analysis);
  /// Keeps what a run of the session has printed, unless that hangs on more: the session must have
  /// been opened with Options::record.
  void Keep(const RunOutput& output, const Options& options, const Session& session);

 private:
  CheckMemo(std::unique_ptr<RunMemo> memo, std::string world, unsigned jobs)
      : memo_(std::move(memo)), world_(std::move(world)), jobs_(jobs) {}

  std::unique_ptr<RunMemo> memo_;
  std::string world_;
  unsigned jobs_;
};

}  // namespace krepis::analyzer
