#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/options.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/analysis.h"
#include "rules/rule_data.h"

namespace krepis::analyzer {

/// A workspace opened for the verbs: where it is, its rules and data, and an analysis ready to run.
class Session {
 public:
  /// Finds the workspace of `options.paths` (all in one) and reads its krepis.toml. Null, and said
  /// on stderr, after a usage error: a path that is not there, paths in different workspaces, an
  /// unreadable config.
  static std::unique_ptr<Session> Open(const Options& options);
  /// As Open, as if the workspace's config were this text in a file of that name.
  static std::unique_ptr<Session> OpenWith(const Options& options, std::string config_path,
                                           std::string config_text);

  /// A second analysis, of the same configuration on other files of the workspace, which must
  /// outlive it: what of the configuration matches nothing there is no error, and C and C++ are
  /// read without a compiler.
  std::unique_ptr<Analysis> OnOtherFiles(const FileSystem& files) const;

  /// The first phase of the analysis, and all phases up to the model. False, and every error said
  /// on stderr, when krepis.toml is wrong.
  bool LoadWorkspace();
  bool BuildModel();

  /// The file of accepted violations, workspace-relative where it lies there: krepis.baseline, or
  /// beside the file of --config and named as that is.
  const std::string& baseline_path() const { return baseline_path_; }
  /// Its text; none when there is no such file.
  Result<std::optional<std::string>> ReadBaseline() const;
  /// Its entries. Nullopt, and said on stderr, when it cannot be read.
  std::optional<std::vector<BaselineEntry>> BaselineEntries() const;
  /// Lets the analysis accept what that file says, through renames too. False, and said on stderr,
  /// when it cannot be read.
  bool UseBaseline(bool strict);

  Analysis& analysis() { return *analysis_; }
  const Analysis& analysis() const { return *analysis_; }
  const DiskFileSystem& files() const { return *files_; }
  const std::string& root() const { return root_; }
  /// The absolute path of a workspace-relative one; as it is when it is absolute.
  std::string Absolute(const std::string& path) const;
  /// A path of the command line, workspace-relative; as given when it is not below the root.
  std::string Relative(const std::string& argument) const;
  const std::vector<RuleDescription>& rules() const { return descriptions_; }

 private:
  Session() = default;
  struct ConfigFile {
    std::string path;
    std::string text;
  };
  /// `config` is null where it is to be looked for.
  static Result<std::unique_ptr<Session>> Find(const Options& options, const ConfigFile* config);
  static std::unique_ptr<Session> OpenOrSay(const Options& options, const ConfigFile* config);

  std::string root_;       // absolute
  std::string directory_;  // working directory, absolute
  std::string baseline_path_;
  std::unique_ptr<DiskFileSystem> files_;
  std::vector<std::unique_ptr<Rule>> owned_rules_;
  std::vector<const Rule*> rule_pointers_;
  std::vector<RuleDescription> descriptions_;
  std::unique_ptr<rules::RuleData> data_;
  std::unique_ptr<Analysis> analysis_;
};

/// Prints every error of a config to stderr, each with its place.
void PrintConfigErrors(const std::vector<Error>& errors);

}  // namespace krepis::analyzer
