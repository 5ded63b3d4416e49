#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/workspace/cargo_workspace.h"
#include "analyzer/workspace/file_index.h"
#include "analyzer/workspace/resolver.h"
#include "analyzer/workspace/rust_module_tree.h"
#include "analyzer/workspace/rust_path_query.h"

namespace krepis::analyzer {

/// Something that a path of Rust names.
struct RustPlace {
  std::string_view file;
  /// With the inline modules around it: `inner::Repo::save`; of a module of a file "".
  std::string name;
  friend bool operator==(const RustPlace&, const RustPlace&) = default;
};

/// Resolves Rust paths on module trees. Immutable and safe to share between threads; refers to the
/// FileIndex and CargoWorkspace, which must outlive it.
class RustResolver {
 public:
  RustResolver(RustResolver&&) noexcept;
  ~RustResolver();

  /// The file of the longest prefix of `path` that is a module, following the path as written: a
  /// re-export ends at the module that re-exports. `scope` is the path of the inline modules around
  /// it. A first segment that a `use` of the same module brings in is followed. External crates
  /// give "cargo/<package>", std, core and alloc "std/<module>".
  Resolution Resolve(std::string_view file, std::string_view scope, std::string_view path,
                     RustPathForm form) const;
  /// The same through every module of a name that several have under #[cfg]: all files where the
  /// path may end, or one answer that is none.
  std::vector<Resolution> ResolveAll(std::string_view file, std::string_view scope,
                                     std::string_view path, RustPathForm form) const;
  /// Where re-exports lead on from the file that Resolve() gives: to the files that define what the
  /// path names (several under #[cfg]), or the externals that it comes from, in no order that
  /// depends on more than the sources. Empty when it is defined where it is written, or that is not
  /// known.
  std::vector<Resolution> DefinitionsOf(std::string_view file, std::string_view scope,
                                        std::string_view path, RustPathForm form) const;
  /// The places of the workspace that a path in code leads to, through re-exports and globs;
  /// several under #[cfg]. Empty when it leads out of the workspace, or where it leads is not
  /// known.
  std::vector<RustPlace> PlacesOf(std::string_view file, std::string_view scope,
                                  std::string_view path) const;
  /// The file that `mod name;` leads to. Inline modules give kLocal.
  Resolution ResolveModule(std::string_view file, const RustModule& module) const;

  /// "crate_name::a::b" of a file that is a module.
  std::string ModulePathOf(std::string_view file) const;
  /// Index into CargoWorkspace::crates() of the first crate that contains the file, or
  /// CargoCrate::kNone.
  uint32_t CrateOf(std::string_view file) const;
  /// Whether only tests, benches and examples contain the file.
  bool IsTestOnly(std::string_view file) const;
  /// Whether no crate root reaches the file: its module path then follows from its folder alone.
  bool IsUnreachable(std::string_view file) const;

 private:
  friend class RustResolverBuilder;
  class Impl;
  explicit RustResolver(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Collects the module declarations of all Rust files first; not thread-safe.
class RustResolverBuilder {
 public:
  RustResolverBuilder(const FileIndex& files, const CargoWorkspace& cargo)
      : files_(files), cargo_(cargo) {}

  /// Once per source file, in any order.
  void AddFile(std::string_view file, const RustFile& facts);
  /// Likewise, where all texts stay longer than the resolver.
  void AddLasting(std::string_view file, RustFile facts) {
    facts_.insert_or_assign(file, std::move(facts));
  }
  RustResolver Build() &&;

 private:
  const FileIndex& files_;
  const CargoWorkspace& cargo_;
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, RustFile> facts_;
};

}  // namespace krepis::analyzer
