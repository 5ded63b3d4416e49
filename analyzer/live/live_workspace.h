#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/engine/analysis.h"
#include "analyzer/live/opened_workspace.h"
#include "analyzer/live/overlay_file_system.h"
#include "analyzer/live/tree_watch.h"
#include "analyzer/live/watched_file_system.h"

namespace krepis::analyzer {

struct LiveOptions {
  unsigned jobs = 0;                    // 0: one per processor
  std::string config;                   // --config, "" for the workspace's krepis.toml
  std::vector<std::string> focus = {};  // what is reported is in or below these paths; none: all
  bool strict = false;                  // an entry of the baseline that accepts nothing is an error
  bool compiler = false;  // C and C++ are read with a compiler where there is a database
  /// What was found in files is taken from earlier runs, and kept for later ones.
  bool store = false;
  /// What changes on the disk is noticed: see Notice().
  bool watch = false;
  Progress* progress = nullptr;  // told of phases and files
  /// Empty: from workers, which are this program itself (`worker --ast`).
  AstSourceFactory ast_sources = {};
  /// By which the ends of exceptions are judged. None: the day on which it is opened.
  std::optional<Date> today = {};
};

/// A workspace that is kept analysed while its files change, on the disk and in editors. What an
/// Update() leaves equals what a new analysis of the same files gives, on the same day (see
/// LiveOptions) and by the ignore files above its root as they were then. For one thread at a time.
class LiveWorkspace {
 public:
  /// Finds the workspace of `directory` (absolute) as `krepis check directory` does. Nothing is
  /// analysed yet: the first Update() does that.
  static Result<std::unique_ptr<LiveWorkspace>> Open(const std::string& directory,
                                                     const LiveOptions& options);
  ~LiveWorkspace();

  const std::string& root() const { return opened_->root(); }  // absolute
  /// Workspace-relative; "" when it is not below the root.
  std::string Relative(std::string_view absolute) const;

  /// The text of an open editor, which stands for the file's until it is dropped. Paths are
  /// workspace-relative.
  void SetOverlay(std::string_view path, std::string text);
  void DropOverlay(std::string_view path);
  /// These files or folders may have changed on the disk (workspace-relative); none: anything may
  /// have.
  void Touch(const std::vector<std::string>& paths);
  /// Touches what has changed on the disk since it was looked at, which it returns. Not without
  /// LiveOptions::watch.
  TreeWatch::Changes Notice();
  const TreeWatch* watch() const { return watch_.get(); }
  /// Whether what nothing tells about has changed (the day, what is outside of the workspace), so
  /// that only one that is opened anew is of today.
  bool IsOutdated() const { return opened_->IsOutdated(); }
  /// Whether there is anything that Update() would look at.
  bool pending() const { return everything_ || !changed_.empty(); }

  /// Brings the analysis up to date. Asks `cancelled` between its steps and returns false when it
  /// stopped for that: then everything is as it was, and still pending.
  bool Update(const std::function<bool()>& cancelled = {});
  /// Grows with each Update() that had anything to look at.
  uint64_t revision() const { return revision_; }

  /// Whether the analysis is for certain what a new process finds now, by everything that tells
  /// about changes. Not where a compiler reads files of which nobody knows.
  bool IsAsNew() const;

  /// Of the last Update(): what is wrong with krepis.toml or the baseline as they are now. Where
  /// krepis.toml can be read but does not fit the files, the analysis is by it none the less, where
  /// it cannot, by the last one that was right, or by no rule where there was none.
  const std::vector<Error>& config_errors() const { return config_errors_; }
  /// The krepis.toml, workspace-relative; "" without one.
  std::string config_path() const;
  const Report& report() const { return report_; }
  /// Whether the baseline was followed through git's history, which nothing watches.
  bool asked_git() const { return asked_git_; }
  /// After the first Update() that returned true: analysed().
  const Analysis& analysis() const { return *analysis_; }
  bool analysed() const { return analysis_ != nullptr; }
  const std::vector<RuleDescription>& rules() const { return opened_->rules(); }
  const std::string& baseline_path() const { return opened_->baseline_path(); }
  /// As in the editor, else as on the disk; none when it cannot be read.
  std::optional<std::string> Text(std::string_view path) const;

 private:
  struct Config {
    std::string path;  // "" for none
    std::string text;
  };

  LiveWorkspace(std::unique_ptr<OpenedWorkspace> opened, const LiveOptions& options);
  std::optional<Config> ReadConfig(std::vector<Error>& errors) const;
  std::optional<std::vector<BaselineEntry>> ReadBaseline(std::vector<Error>& errors) const;
  AcceptedBaseline Accepted();
  void Conclude(Analysis& analysis);
  /// Where only texts of sources have changed, and no more than the analysis can take in.
  bool UpdateInPlace();
  enum class Step : uint8_t { kDone, kCancelled, kRefused };
  enum class Strictness : uint8_t {
    kWhole,
    kLenient,  // what of the config matches nothing is no error
    kNoRules,
  };
  /// A new analysis by that config. Refused: its errors are in `errors`.
  Step Analyse(const Config& config, Strictness strictness, std::vector<Error>& errors,
               const std::function<bool()>& cancelled);

  std::unique_ptr<OpenedWorkspace> opened_;
  LiveOptions options_;
  std::unique_ptr<TreeWatch> watch_;  // null: others tell what changes
  std::unique_ptr<WatchedFileSystem> watched_;
  std::unique_ptr<OverlayFileSystem> files_;
  CutMemory cuts_;
  std::unique_ptr<Analysis> analysis_;
  bool asked_git_ = false;
  bool unfit_ = false;  // analysis_ has taken in more than it could judge: a new one has to come
  std::optional<Config> good_config_;  // the last that had no errors
  std::vector<BaselineEntry> good_baseline_;
  std::vector<Error> config_errors_;
  Report report_;
  uint64_t revision_ = 0;
  bool everything_ = true;
  std::set<std::string, std::less<>> changed_;
};

}  // namespace krepis::analyzer
