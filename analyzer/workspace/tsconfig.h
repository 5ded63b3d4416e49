#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"
#include "analyzer/workspace/ignore_tree.h"

namespace krepis::analyzer {

/// What krepis reads of a tsconfig.json or jsconfig.json after its `extends` chain is merged
/// (https://www.typescriptlang.org/tsconfig). Paths are workspace-relative.
struct TsConfig {
  /// One entry of `paths`: a pattern with at most one '*', and what to try, in order.
  struct PathMapping {
    std::string pattern;
    std::vector<std::string> substitutions;  // workspace-relative, at most one '*'
  };

  std::string path;
  std::string directory;
  std::optional<std::string> base_url;
  std::vector<PathMapping> paths;
  std::vector<std::string> root_dirs;
  std::string root_dir;  // "" when absent or the workspace root
  std::optional<std::string> out_dir;
  std::vector<std::string> references;  // tsconfig files of referenced projects
  std::vector<std::string> files;
  /// Patterns as MatchIgnorePattern takes them, workspace-relative; by default everything below the
  /// config's folder (for `include`, unless there are `files`).
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  std::vector<std::string> custom_conditions;
  std::vector<std::string> module_suffixes;

  /// Whether `files`, `include` and `exclude` select `source`.
  bool Includes(std::string_view source) const;
  /// Whether it changes how specifiers resolve: without any of baseUrl, paths, rootDirs,
  /// moduleSuffixes and customConditions all configs are alike.
  bool AffectsResolution() const {
    return base_url || !paths.empty() || !root_dirs.empty() || !module_suffixes.empty() ||
           !custom_conditions.empty();
  }
};

/// Name of a workspace package -> its folder.
using PackageDirectories = std::map<std::string, std::string, std::less<>>;

/// Reads `path` and what it extends: relative files, packages of the workspace and packages that
/// are installed (others are skipped: sources are analysed without an installation; so are missing
/// files that `ignored` names, which a build generates). What a config
/// extends in vain is no error of it but an entry in `issues`, cycles and chains over 32 files
/// likewise. Fails when `path` itself does not parse.
Result<TsConfig> LoadTsConfig(const FileSystem& files, std::string_view path,
                              const PackageDirectories& packages, const IgnoreTree& ignored,
                              std::vector<Error>& issues);

}  // namespace krepis::analyzer
