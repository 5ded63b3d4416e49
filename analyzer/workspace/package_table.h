#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/workspace/deno_config.h"
#include "analyzer/workspace/package_json.h"
#include "analyzer/workspace/resolver.h"

namespace krepis::analyzer {

/// The packages of a tree and which of them see each other by name: members of one npm, yarn, pnpm
/// or Deno workspace do, and those that a dependency names by path (file:, link:, portal:). A
/// package.json elsewhere (a fixture, an example) is nobody's package, whatever its name.
/// Immutable, so safe to share between threads.
class PackageTable {
 public:
  /// `pnpm` maps a folder with a pnpm-workspace.yaml to its globs. Members of a Deno workspace
  /// become packages with a name and exports.
  PackageTable(std::vector<PackageJson> packages,
               const std::map<std::string, std::vector<std::string>>& pnpm,
               const std::vector<DenoConfig>& deno);
  PackageTable(PackageTable&&) noexcept = default;
  PackageTable& operator=(PackageTable&&) noexcept = default;

  const std::vector<PackageJson>& packages() const { return packages_; }
  /// The package whose folder is the nearest at or above `path` (a file or folder), or null.
  const PackageJson* Nearest(std::string_view path) const;
  /// The one above it, or null.
  const PackageJson* Above(const PackageJson& package) const;
  /// The package that code of `importer` means by `name`, or null when it is an external one.
  const PackageJson* Find(const PackageJson& importer, std::string_view name) const;
  /// The package of DefinitelyTyped that has the types of `name`: @types/scope__name for
  /// @scope/name.
  static std::string TypesOf(std::string_view name);
  /// Whether a manifest around `importer` declares the package `name` or its types.
  Declaration DeclarationOf(std::string_view importer, std::string_view name) const;
  const PackageJson* InDirectory(std::string_view directory) const;
  /// Name -> folder of all members of workspaces, for `extends` of tsconfig files. Of equal names
  /// the first by path.
  std::map<std::string, std::string, std::less<>> MemberDirectories() const;

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  void FindMembers(const std::map<std::string, std::vector<std::string>>& workspace_globs);

  std::vector<PackageJson> packages_;  // by directory
  std::unordered_map<std::string_view, uint32_t> by_directory_;
  /// Per package: number of the workspace that it belongs to.
  std::vector<uint32_t> workspace_;
  std::map<std::pair<uint32_t, std::string_view>, uint32_t> members_;
};

}  // namespace krepis::analyzer
