#pragma once

#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/resolved.h"
#include "analyzer/workspace/rust_resolver.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Resolves what single files depend on. Immutable, safe to share between threads.
class FileResolver {
 public:
  /// Both must outlive it.
  FileResolver(const Workspace& workspace, const RustResolver& rust)
      : workspace_(workspace), rust_(rust) {}

  /// Refers to `facts`.
  std::vector<Resolved> Resolve(const SourceFile& file, const FileFacts& facts) const;

 private:
  /// With the place where a file stands, whatever symlinks lead there.
  Resolution InPlace(Resolution resolution) const;
  Resolution ResolveImport(const SourceFile& file, const ImportFact& import) const;
  /// What `include!` names: a path from the file on, or from a folder that Cargo gives.
  Resolution ResolveRustInclude(const SourceFile& file, std::string_view specifier) const;
  Resolution ResolveSyntactically(const SourceFile& file, const ImportFact& import) const;
  /// The compiler has opened `resolved`: relative paths lie in the workspace.
  Resolution ResolveAsCompiled(const ImportFact& import) const;

  const Workspace& workspace_;
  const RustResolver& rust_;
};

}  // namespace krepis::analyzer
