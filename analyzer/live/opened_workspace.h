#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/analysis.h"
#include "analyzer/engine/early_asts.h"
#include "analyzer/live/known_answers.h"
#include "analyzer/live/recording_file_system.h"
#include "analyzer/live/run_memo.h"
#include "analyzer/live/workspace_place.h"
#include "analyzer/vcs/git_index.h"
#include "rules/rule_data.h"

namespace krepis::analyzer {

/// How a workspace is opened.
struct OpeningOptions {
  /// Files and folders, all in one workspace; empty: the working directory. What is reported is
  /// about them.
  std::vector<std::string> paths;
  std::string config;  // --config, "" for the nearest krepis.toml
  /// Instead of a file: a config of that name and text.
  struct GivenConfig {
    std::string path;
    std::string text;
  };
  std::optional<GivenConfig> given;
  unsigned jobs = 0;          // 0: one per processor
  bool staged = false;        // the files of git's index instead of the work tree
  bool compiler = true;       // C and C++ are read with a compiler where there is a database
  bool all_edges = false;     // see AnalysisRequest
  bool capabilities = false;  // see AnalysisRequest
  bool record = false;        // note what is asked about the disk
  /// With `record`, after a Replay() that gave none: what it knows of an earlier run of this
  /// workspace is not asked again. Must outlive what is opened; null: none.
  RunMemo* memo = nullptr;
};

/// A workspace found on the disk: where it is, its rules and their data, and what an analysis of it
/// is asked. Immutable.
class OpenedWorkspace {
 public:
  /// Fails for a path that is not there, paths in different workspaces, an unreadable config.
  static Result<std::unique_ptr<OpenedWorkspace>> Open(const OpeningOptions& options);

  const std::string& root() const { return root_; }            // absolute
  const std::string& directory() const { return directory_; }  // the working directory, absolute
  /// Of the work tree. What is asked here is not recorded.
  const DiskFileSystem& files() const { return *files_; }
  const std::vector<RuleDescription>& rules() const { return descriptions_; }
  /// Of all that is in files(), or in the index. It refers to this.
  const AnalysisRequest& request() const { return request_; }

  /// Whether what the analysis depends on outside of the workspace is another than when it was
  /// opened: the day, ignore files above it, the folder that has its name.
  bool IsOutdated() const;

  /// The file of accepted violations, workspace-relative where it lies there: krepis.baseline, or
  /// beside the file of --config and named as that is.
  const std::string& baseline_path() const { return baseline_path_; }
  /// Its text; none when there is no such file.
  Result<std::optional<std::string>> ReadBaseline() const;
  /// Asks git, where the files of a baseline went. Refers to this.
  RenameFinder Renames() const;

  /// Until nothing is done any more with what OpeningOptions::memo knows.
  void Settle() const {
    if (policy_ == std::launch::async && read_graph_.valid()) read_graph_.wait();
  }
  /// What OpeningOptions::memo knows, where it is of this workspace.
  const EarlierRun* earlier() const { return earlier_; }
  /// What has been asked so far; null where OpeningOptions::record was not set.
  RunRecord* record() const { return record_.get(); }

  /// The absolute path of a workspace-relative one; as it is when it is absolute.
  std::string Absolute(const std::string& path) const;
  /// A path of the command line, workspace-relative; as given when it is not below the root.
  std::string Relative(const std::string& argument) const;

 private:
  OpenedWorkspace() = default;
  void UseEarlier(const EarlierRun& run);
  /// Of the files with other texts, where the run before had all families read.
  void ParseEarly(const EarlierRun& run);
  /// Where a file of the workspace is read that may have been put there without git.
  const FileSystem& FilesFor(const std::string& path) const;
  /// The machine and the work tree, as the analysis asks them.
  const FileSystem& Host() const;
  const FileSystem& Tree() const;

  std::string root_;
  std::string directory_;
  WorkspaceRoot found_;
  OutsideWorkspace outside_;
  std::string baseline_path_;
  const DiskFileSystem host_{"/"};
  std::unique_ptr<DiskFileSystem> files_;
  std::unique_ptr<KnownAnswers> known_;      // of these; null: nothing is known
  std::launch policy_ = std::launch::async;  // of what is done beside other things
  std::future<std::optional<Graph>> read_graph_;
  EarlierGraph earlier_graph_;
  const EarlierRun* earlier_ = nullptr;
  std::unique_ptr<EarlyAsts> early_asts_;  // null: nobody is to ask for any
  std::unique_ptr<RunRecord> record_;      // null: nothing is recorded
  std::unique_ptr<GitIndex> index_;        // null: the work tree is analysed
  std::vector<std::unique_ptr<Rule>> owned_rules_;
  std::vector<const Rule*> rule_pointers_;
  std::vector<RuleDescription> descriptions_;
  std::unique_ptr<rules::RuleData> data_;
  AnalysisRequest request_;
};

}  // namespace krepis::analyzer
