#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/language.h"
#include "analyzer/core/result.h"
#include "analyzer/workspace/cargo_workspace.h"
#include "analyzer/workspace/compile_commands.h"
#include "analyzer/workspace/discovery.h"
#include "analyzer/workspace/file_index.h"
#include "analyzer/workspace/include_resolver.h"
#include "analyzer/workspace/rust_resolver.h"
#include "analyzer/workspace/typescript_resolver.h"

namespace krepis::analyzer {

struct WorkspaceOptions {
  DiscoveryOptions discovery;
  /// Absolute path of the root, for the absolute paths in compile databases.
  std::string root;
  std::vector<LanguageGroup> languages;       // empty: all that are found
  std::vector<std::string> include_roots;     // [cpp] include_roots
  uint64_t max_manifest_bytes = 64ull << 20;  // compile databases: four times that
  unsigned jobs = 1;                          // threads that read manifests
};

/// The files of a workspace, what its manifests say, and the resolvers over both. Immutable and
/// safe to share between threads. Refers to the FileSystem, which must outlive it.
class Workspace {
 public:
  static Workspace Load(const FileSystem& files, const WorkspaceOptions& options);
  ~Workspace();
  Workspace(Workspace&&) noexcept;

  const Discovery& discovery() const;
  /// The sources in the languages asked for, by path.
  const std::vector<SourceFile>& sources() const { return discovery().sources; }
  const FileIndex& files() const;
  const std::vector<PackageJson>& packages() const;
  const CargoWorkspace& cargo() const;
  const CompileDatabase& compile_database() const;
  const TypeScriptResolver& typescript() const;
  const IncludeResolver& includes() const;
  /// For AddFile() of every Rust source, then Build().
  RustResolverBuilder NewRustResolver() const;
  /// Manifests that cannot be read, and what in them had to be left out; by path and place.
  const std::vector<Error>& issues() const;

 private:
  struct State;
  explicit Workspace(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace krepis::analyzer
