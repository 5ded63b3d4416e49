#pragma once

#include <span>
#include <vector>

#include "analyzer/graph/resolved.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// From each forward declaration of C and C++ an edge to the file that defines what it declares,
/// where exactly one file of the workspace does. `facts` hold the declarations of every file of C
/// and C++; those of a header whose own source (a file that includes it) defines the function are
/// its interface and no forward declarations. In the order of the sources.
std::vector<DerivedEdge> FindForwards(const Workspace& workspace, std::span<const FileFacts> facts,
                                      ResolvedFiles resolved);

}  // namespace krepis::analyzer
