#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// What krepis reads of a deno.json: the import map and, of a workspace member, its name and
/// exports (https://docs.deno.com/runtime/fundamentals/configuration/).
struct DenoConfig {
  using ImportMap = std::vector<std::pair<std::string, std::string>>;

  std::string path;
  std::string directory;
  std::string imports_directory;  // that relative targets of the import map start from
  std::string name;               // "@scope/pkg", "" when absent
  ImportMap imports;              // specifier or "prefix/" -> target as written
  /// Scope prefix as written -> its own map.
  std::vector<std::pair<std::string, ImportMap>> scopes;
  ImportMap exports;       // "." or "./sub" -> file as written
  std::string import_map;  // `importMap`: file that holds the map instead
  std::vector<std::string> workspace;
};

Result<DenoConfig> ParseDenoConfig(std::string_view path, std::string_view text);
/// Fills `config.imports` and `config.scopes` from an import map file.
Result<void> MergeImportMap(std::string_view path, std::string_view text, DenoConfig& config);

}  // namespace krepis::analyzer
