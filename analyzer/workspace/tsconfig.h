#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"

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
  bool has_files = false;               // states `files`, so that no `include` is no "everything"
  std::vector<std::string> files;
  std::vector<std::string> include;  // globs, workspace-relative; defaulted to "everything below"
  std::vector<std::string> exclude;
  std::vector<std::string> custom_conditions;
  std::vector<std::string> module_suffixes;

  /// Whether `files`, `include` and `exclude` select `source`.
  bool Includes(std::string_view source) const;
};

/// Reads `path` and what it extends: relative files, and packages where they are installed. An
/// `extends` that cannot be read is no error of this config but an entry in `issues`. Cycles and
/// chains over 32 files are cut and reported. Fails when `path` itself does not parse.
Result<TsConfig> LoadTsConfig(const FileSystem& files, std::string_view path,
                              std::vector<Error>& issues);

}  // namespace krepis::analyzer
