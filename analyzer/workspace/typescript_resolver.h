#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/deno_config.h"
#include "analyzer/workspace/file_index.h"
#include "analyzer/workspace/package_json.h"
#include "analyzer/workspace/resolver.h"
#include "analyzer/workspace/tsconfig.h"

namespace krepis::analyzer {

/// How the specifier is used; it selects the conditions of `exports` and `imports`.
enum class ImportForm : uint8_t {
  kImport,         // import, export … from, import(), import type
  kRequire,        // require(), import x = require()
  kReferencePath,  // /// <reference path="…" />: always relative
};

/// Resolves the specifiers of TypeScript and JavaScript the way TypeScript's `bundler` resolution
/// does, on source trees: nothing needs to be installed or built. Packages of the workspace lead
/// to their sources, also where `exports` names files that the build would write.
///
/// Immutable after construction: safe to share between threads. Refers to the FileIndex, which must
/// outlive it.
class TypeScriptResolver {
 public:
  TypeScriptResolver(const FileIndex& files, std::vector<PackageJson> packages,
                     std::vector<TsConfig> configs, std::vector<DenoConfig> deno_configs);
  ~TypeScriptResolver();
  TypeScriptResolver(TypeScriptResolver&&) noexcept;

  /// `importer` is a source file of the workspace, `specifier` as written between the quotes.
  Resolution Resolve(std::string_view importer, std::string_view specifier,
                     ImportForm form = ImportForm::kImport) const;

  /// The package.json whose folder is the nearest at or above `path`, or null.
  const PackageJson* PackageOf(std::string_view path) const;
  /// Whether the external ("npm/zod") is declared in a package.json (or deno.json) at or above
  /// `importer`, as any kind of dependency, or is the package itself. nullopt: no manifest governs
  /// the file, or the external is of another ecosystem and needs no declaration.
  std::optional<bool> IsDeclared(std::string_view importer, std::string_view external) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace krepis::analyzer
