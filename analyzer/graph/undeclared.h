#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/graph/graph.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// A package that code imports by name although the manifest that governs the code does not declare
/// it.
struct UndeclaredPackage {
  std::string manifest;  // path of the nearest one that describes a package
  std::string package;   // as a manifest names it: "@scope/x", "serde_json"
  /// kDev: declared for tests alone. kUndeclared: by no manifest around the code.
  Declaration declaration = Declaration::kUndeclared;
  bool member = false;          // a package of this workspace
  std::vector<uint32_t> edges;  // its imports as indices into Graph::edges(), by file and place
};

/// One entry for each package and manifest, by (manifest, package, declaration).
///
/// What is no package in spite of its name is left out: names that a configuration of a bundler or
/// test runner, an ambient `declare module` or a folder beside the manifest gives a meaning; so are
/// fixtures, and members that the root of an npm or yarn workspace imports, where they are linked.
/// `tests`: count imports that exist for tests alone.
std::vector<UndeclaredPackage> FindUndeclared(const Workspace& workspace, const Graph& graph,
                                              bool tests);

}  // namespace krepis::analyzer
