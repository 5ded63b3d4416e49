#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"
#include "analyzer/workspace/json.h"

namespace krepis::analyzer {

/// What krepis reads of a package.json
/// (https://docs.npmjs.com/cli/configuring-npm/package-json, https://nodejs.org/api/packages.html).
struct PackageJson {
  std::string path;       // of the file
  std::string directory;  // that it describes
  std::string name;
  std::string main;
  std::string module;
  std::string types;   // or `typings`
  std::string source;  // a bundlers' convention: the source of the entry point
  JsonValue exports;   // as written; null when absent
  JsonValue imports;
  std::vector<std::string> workspaces;  // globs of member folders, with '!' for exclusions
  /// Name -> requirement, one table per kind.
  std::map<std::string, std::string, std::less<>> dependencies;
  std::map<std::string, std::string, std::less<>> dev_dependencies;
  std::map<std::string, std::string, std::less<>> peer_dependencies;
  std::map<std::string, std::string, std::less<>> optional_dependencies;
  std::map<std::string, std::string, std::less<>> bin;
  /// Hosts that the package runs in (`engines`), which may offer a module of their name: vscode.
  std::vector<std::string> engines;
  bool is_private = false;

  /// As a dependency of any kind, or as a host.
  bool Declares(std::string_view package) const;
  /// Whether it describes a package: one that only says {"type": "module"} governs nothing.
  bool Speaks() const {
    return !name.empty() || !dependencies.empty() || !dev_dependencies.empty() ||
           !peer_dependencies.empty();
  }
};

/// Fails on what is no JSON object, with the place. Members of the wrong type are ignored, as
/// package managers do.
Result<PackageJson> ParsePackageJson(std::string_view path, std::string_view text);

/// The `packages:` list of a pnpm-workspace.yaml: globs of member folders, '!' for exclusions.
/// Reads block and flow sequences of plain and quoted scalars; anything else in the file is
/// skipped.
std::vector<std::string> ParsePnpmWorkspace(std::string_view text);

}  // namespace krepis::analyzer
