#pragma once

#include <memory>
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

  /// The first phase of the analysis, and all phases up to the model. False, and every error said
  /// on stderr, when krepis.toml is wrong.
  bool LoadWorkspace();
  bool BuildModel();

  Analysis& analysis() { return *analysis_; }
  const DiskFileSystem& files() const { return *files_; }
  const std::string& root() const { return root_; }
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
