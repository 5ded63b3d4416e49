#pragma once

#include <functional>
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
  std::string quotes;              // of sources: QuotedLines::Pack(); Replay() leaves it out
};

/// What a run worked with.
struct RunResults {
  std::string key;                     // EarlierGraph::key
  bool mended = false;                 // all is that of RunMemo::ReadEarlier(), mended
  std::function<std::string()> graph;  // makes EarlierRun::graph
  std::function<std::string()> facts;  // makes EarlierRun::facts
  std::function<std::string()> calls;  // makes EarlierRun::calls
  std::function<std::string()> rust;   // makes EarlierRun::rust
};

/// What a run knows of an earlier one that was asked the same, when nothing is another but the
/// texts of some files.
struct EarlierRun {
  std::string root;  // absolute path of the workspace
  /// All that it asked about the tree, and was answered: as PackedProbes.
  std::string_view questions;
  std::string_view listings;
  std::vector<std::string> changed;  // the files with other contents than it found, sorted
  std::string_view quotes;           // RunOutput::quotes
  /// Its graph, if that is still there; "": it is not.
  std::string_view graph;                        // EarlierGraph::bytes
  std::string_view graph_key;                    // EarlierGraph::key
  std::string_view facts;                        // EarlierFacts::Pack(), of the same run
  std::string_view calls;                        // EarlierGraph::calls, likewise
  std::string_view rust;                         // EarlierGraph::rust, likewise
  std::vector<std::string> changed_since_graph;  // EarlierGraph::changed
};

/// The output of the last run that was asked the same, if everything that it asked about the disk
/// has the same answer still: the same run would do the same again. Where the contents of a few
/// files are others, what the next run need not do again. In the user's cache folder, two files for
/// each question, of this program alone: the answers and the output, and what was found with the
/// graph.
class RunMemo {
 public:
  /// `question` is what was asked; with it goes the file. `world` is what else decides the output
  /// besides the answers of the disk: another one finds nothing, and takes the place of what is
  /// there. Null where there is no cache folder.
  static std::unique_ptr<RunMemo> Open(std::string_view question, std::string_view world);

  /// Asks the disk all that the run asked. None where anything differs, or nothing is known.
  std::optional<RunOutput> Replay(unsigned jobs);
  /// After a Replay() that gave none, once: reads what is kept of the run. It stays as long as this
  /// does; null: nothing is known.
  const EarlierRun* ReadEarlier();

  /// Keeps a run's output, if it is one that can be told from others. `root` is the absolute path
  /// of the workspace; `graph`, where there is one to keep, that of all of its files. Once, and the
  /// end of the use of this; where that fails the next run has more to do.
  void Keep(const RunOutput& output, const std::string& root, const RunRecord& record,
            const std::optional<RunResults>& graph = {});

 private:
  RunMemo(std::string folder, std::string name, std::string stamp)
      : folder_(std::move(folder)),
        name_(std::move(name)),
        stamp_(std::move(stamp)),
        log_(folder_ + "/" + name_ + std::string(kSuffix), stamp_) {}

  static constexpr std::string_view kSuffix = ".run";
  static constexpr std::string_view kGraphSuffix = ".graph";

  /// Fills what `earlier_` knows of the graph that was written under `graph_id_`.
  void ReadGraph();
  /// The name under which the graph of a run can be found; "" where it cannot.
  std::string WriteGraph(const RunResults& graph);

  const std::string folder_;
  const std::string name_;
  const std::string stamp_;
  RecordLog log_;
  std::optional<EarlierRun> earlier_;
  std::string graph_id_;  // of earlier_'s graph; "": there is none
  std::unique_ptr<RecordLog> graph_log_;
};

}  // namespace krepis::analyzer
