#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/deno_config.h"
#include "analyzer/workspace/file_index.h"
#include "analyzer/workspace/package_exports.h"
#include "analyzer/workspace/package_table.h"
#include "analyzer/workspace/resolver.h"
#include "analyzer/workspace/source_lookup.h"
#include "analyzer/workspace/specifier_patterns.h"
#include "analyzer/workspace/tsconfig_table.h"

namespace krepis::analyzer {

/// Resolves the specifiers of TypeScript and JavaScript the way TypeScript's `bundler` resolution
/// does, on source trees: nothing needs to be installed or built. Packages of the workspace lead
/// to their sources, also where `exports` names files that the build would write. Where a module
/// has both code and a declaration file, the code is meant.
///
/// Immutable after construction: safe to share between threads. Refers to the FileIndex, which must
/// outlive it.
class TypeScriptResolver {
 public:
  TypeScriptResolver(const FileIndex& files, PackageTable packages, TsConfigTable configs,
                     std::vector<DenoConfig> deno_configs);

  /// `importer` is a source file of the workspace, `specifier` as written between the quotes.
  Resolution Resolve(std::string_view importer, std::string_view specifier,
                     ImportForm form = ImportForm::kImport) const;

  /// What `/// <reference types="name" />` names: as an import, but for a package that has its
  /// types at DefinitelyTyped, "npm/@types/node", unless a manifest names the package itself.
  Resolution ResolveTypes(std::string_view importer, std::string_view name) const;

  /// What a specifier with a `*` for what is computed in it ("./pages/*.ts", "@/pages/*") stands
  /// for: patterns of paths from the workspace's root on.
  std::vector<std::string> PathsOfPattern(std::string_view importer,
                                          std::string_view pattern) const;

  /// The package.json whose folder is the nearest at or above `path`, or null.
  const PackageJson* PackageOf(std::string_view path) const { return packages_.Nearest(path); }
  const PackageTable& packages() const { return packages_; }
  /// The sources that a target of the package's manifest ("./dist/x.js", also with a '*') stands
  /// for, where it names a build product the files that it is built from.
  std::vector<std::string> SourcesOf(const PackageJson& package, std::string_view target) const;
  /// `external` is a target that Resolve() gave: "npm/zod".
  Declaration DeclarationOf(std::string_view importer, std::string_view external) const {
    return external.starts_with("npm/") ? packages_.DeclarationOf(importer, external.substr(4))
                                        : Declaration::kUnknown;
  }

 private:
  /// One question, with what governs its importer.
  struct Request {
    std::string_view importer;
    ImportForm form = ImportForm::kImport;
    const TsConfig* config = nullptr;
    SourceLookup::Options options;
  };

  Resolution ResolveRelative(const Request& request, std::string_view specifier) const;
  Resolution ResolveRooted(const Request& request, std::string_view specifier) const;
  Resolution ResolveBare(const Request& request, std::string_view specifier) const;
  /// The entry of the project's `paths` that `specifier` falls under, and what its `*` stands for.
  struct Mapped {
    const TsConfig::PathMapping* mapping = nullptr;
    std::string_view star;
  };
  Mapped MappingOf(const Request& request, std::string_view specifier) const;
  std::optional<Resolution> ResolvePaths(const Request& request, std::string_view specifier) const;
  std::optional<Resolution> ResolveImportMap(const Request& request,
                                             std::string_view specifier) const;
  /// Why nothing of the workspace is found under a name.
  std::string WhyNot(const Request& request, std::string_view specifier) const;
  /// Modules that a framework makes up: "$app/stores", "#imports".
  std::optional<Resolution> FrameworkModule(const Request& request,
                                            std::string_view specifier) const;
  /// "@/x" and "~/x" as bundlers are told by habit.
  std::optional<Resolution> ConventionalAlias(const Request& request,
                                              std::string_view specifier) const;
  Resolution ResolveInPackage(const Request& request, const PackageJson& package,
                              std::string_view subpath) const;
  std::optional<Resolution> ResolveTargets(const Request& request, const PackageJson& package,
                                           std::span<const std::string> targets,
                                           std::string_view subpath) const;
  /// What `src` has under the name of the subpath, or as its index.
  std::optional<Resolution> BelowSources(const Request& request, const PackageJson& package,
                                         std::string_view subpath) const;
  static std::span<const std::string> CustomConditions(const Request& request);
  std::optional<Resolution> FileOrDirectory(const Request& request, std::string_view path,
                                            bool on_disk = false) const;
  std::optional<Resolution> Directory(const Request& request, std::string_view path) const;
  std::optional<Resolution> RootDirs(const Request& request, std::string_view path) const;
  std::optional<Resolution> BuildOutput(const Request& request, std::string_view path,
                                        bool named_by_manifest) const;
  std::optional<Resolution> Generated(std::string_view path) const;
  Resolution At(std::string path) const;

  const FileIndex& files_;
  SourceLookup lookup_;
  PackageTable packages_;
  TsConfigTable configs_;
  std::vector<DenoConfig> deno_configs_;
  std::unordered_map<std::string_view, uint32_t> deno_by_directory_;
  std::vector<SpecifierPatterns> path_patterns_;             // by config
  std::vector<std::vector<SpecifierPatterns>> import_maps_;  // by deno config: scopes, then imports
};

}  // namespace krepis::analyzer
