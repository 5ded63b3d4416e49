#pragma once

#include <span>
#include <vector>

#include "analyzer/graph/resolved.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

struct References {
  std::vector<DerivedEdge> edges;  // in the order of the sources and their imports
  /// Imports whose re-exports lead further than is followed.
  uint32_t unfollowed = 0;
};

/// Where an import ends at a file that re-exports what it names: an edge to the file that defines
/// it, or to the external that it comes from, beside the one to the file as written. `facts` hold
/// the declarations of every file of JavaScript and Rust.
///
/// JavaScript decides as the language does: an own export comes before `export *`; of several
/// `export *` that give different things under one name, none counts; `default` goes through no
/// star. Whole modules (`import * as`, `export *`, `require`) name nothing. Rust: an item of the
/// module comes before its `use` declarations, these before its globs; all alternatives under
/// #[cfg] count.
References FindReferences(const Workspace& workspace, std::span<const FileFacts> facts,
                          ResolvedFiles resolved, const RustResolver& rust);

}  // namespace krepis::analyzer
