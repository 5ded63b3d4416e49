#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "analyzer/config/modules.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/packages.h"
#include "analyzer/graph/quotient.h"

namespace krepis::analyzer {

/// What of the graph is printed.
struct GraphView {
  const Graph& graph;
  const ModuleTable& modules;
  const FilePackages& packages;
  GraphLevel level = GraphLevel::kFile;
  EdgeKindSet kinds;
  /// Whether a node is in focus; an edge is printed when one of its ends is. Empty: everything.
  std::function<bool(NodeId)> focus;
};

/// `krepis graph --format json` (contract, section 4: schema krepis.graph/1).
std::string GraphJson(const GraphView& view);
/// Graphviz, one node per file, package or module. At the file level the modules are clusters.
std::string GraphDot(const GraphView& view);

}  // namespace krepis::analyzer
