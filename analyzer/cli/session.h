#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/cli/options.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/analysis.h"
#include "analyzer/live/earlier_facts.h"
#include "analyzer/live/mixed_file_system.h"
#include "analyzer/live/opened_workspace.h"
#include "analyzer/live/stored_facts.h"
#include "analyzer/live/stored_units.h"

namespace krepis::analyzer {

/// A workspace opened for the verbs, and an analysis of it ready to run.
class Session {
 public:
  /// Keeps what was found in files, for later runs (unless --no-cache).
  ~Session();

  /// Finds the workspace of `options.paths` (all in one) and reads its krepis.toml. Null, and said
  /// on stderr, after a usage error: a path that is not there, paths in different workspaces, an
  /// unreadable config.
  static std::unique_ptr<Session> Open(const Options& options);
  /// As Open, as if the workspace's config were this text in a file of that name.
  static std::unique_ptr<Session> OpenWith(const Options& options, std::string config_path,
                                           std::string config_text);

  /// A second analysis, of the same configuration on other files of the workspace, which must
  /// outlive it: what of the configuration matches nothing there is no error, and C and C++ are
  /// read without a compiler. `memory` is AnalysisRequest's.
  std::unique_ptr<Analysis> OnOtherFiles(const FileSystem& files,
                                         const FactsMemory* memory = nullptr) const;

  /// What the analysis of Run() is of from now on, until Continue(): the files as they are, but
  /// with the texts that these have in `earlier`, where they are regular files too. Both must
  /// outlive this.
  void BeginWith(const FileSystem& earlier, const std::set<std::string>& paths);
  /// After a Run() without errors: the analysis is of the files as they are, and this its report.
  /// None where that takes a new one: Restart() and Run().
  std::optional<Report> Continue();
  void Restart();

  /// The first phase of the analysis, and all phases up to the model. False, and every error said
  /// on stderr, when krepis.toml is wrong.
  bool LoadWorkspace();
  bool BuildModel();
  /// All phases, as Analysis::Run().
  Analysis::Outcome Run();

  /// The file of accepted violations, its text and its entries; the latter nullopt, and said on
  /// stderr, when it cannot be read.
  const std::string& baseline_path() const { return opened_->baseline_path(); }
  Result<std::optional<std::string>> ReadBaseline() const { return opened_->ReadBaseline(); }
  std::optional<std::vector<BaselineEntry>> BaselineEntries() const;
  /// Lets the analysis accept what that file says, through renames too. False, and said on stderr,
  /// when it cannot be read.
  bool UseBaseline(bool strict);

  /// Writes to the store what was found; the end of all that changes this, which does it sooner or
  /// later. Beside it, the analysis may be read.
  void Store();

  Analysis& analysis() { return *analysis_; }
  const Analysis& analysis() const { return *analysis_; }
  const DiskFileSystem& files() const { return opened_->files(); }
  const RunRecord* record() const { return opened_->record(); }
  /// What is known of an earlier run; null: nothing.
  const EarlierRun* earlier() const { return opened_->earlier(); }
  /// Whether something of it that was needed was no longer there: then the analysis
  /// is wrong, and one without it has to take its place.
  bool lost_facts() const { return earlier_ != nullptr && earlier_->lost(); }
  const std::string& root() const { return opened_->root(); }
  std::string Absolute(const std::string& path) const { return opened_->Absolute(path); }
  std::string Relative(const std::string& argument) const { return opened_->Relative(argument); }
  const std::vector<RuleDescription>& rules() const { return opened_->rules(); }

 private:
  Session() = default;
  void UseEarlier(const EarlierRun& run);
  void UseUnits(AnalysisRequest& request);
  static std::unique_ptr<Session> OpenOrSay(const Options& options,
                                            std::optional<OpeningOptions::GivenConfig> config);

  std::unique_ptr<OpenedWorkspace> opened_;
  std::unique_ptr<StoredFacts> stored_;
  std::unique_ptr<StoredUnits> units_;
  bool is_stored_ = false;
  std::unique_ptr<EarlierFacts> earlier_;  // null: nothing is known of most files
  std::unique_ptr<MixedFileSystem> mixed_;
  CutMemory cuts_;
  std::set<std::string> changed_;  // of BeginWith()
  Progress progress_;
  bool shows_progress_ = true;  // where somebody can see it
  std::unique_ptr<Analysis> analysis_;
};

/// Prints every error of a config to stderr, each with its place.
void PrintConfigErrors(const std::vector<Error>& errors);
/// As they are printed, each a line.
std::vector<std::string> ConfigErrorTexts(const std::vector<Error>& errors);

}  // namespace krepis::analyzer
