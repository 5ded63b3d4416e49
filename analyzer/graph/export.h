#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  /// Which nodes are in focus: printed are these, what depends on them and what they depend on, and
  /// the edges with an end in focus; none between two neighbours. Empty: everything.
  std::function<bool(NodeId)> focus;
  /// Whether pictures show externals. They always show those in focus.
  bool externals = false;
  /// Whether edges that exist for tests alone close cycles.
  bool tests = false;
  /// The layer of a module by its name, from 0 at the top; nullopt: in none. Empty: no layers.
  std::function<std::optional<uint32_t>(std::string_view module)> layer;

  /// Whether cycles are sought over the edge: `mod`, what is erased at run time and what is there
  /// for tests alone close none, nor do Rust's files, which use each other freely within a crate.
  bool ClosesCycles(const Edge& edge) const;
};

/// The cycle that each node's file, package or module is on, by node: 1 … in the order of their
/// first nodes; 0: on none. Looks at the whole graph, in focus or not.
std::vector<uint32_t> CyclesOf(const GraphView& view);

/// `krepis graph --format json` (contract, section 4: schema krepis.graph/1). `cycles` lists the
/// groups of nodes that all reach each other; with a focus, nodes in focus say so.
std::string GraphJson(const GraphView& view);

/// A view reduced to what a picture shows: one node per file, package, module or external, and one
/// line per pair.
struct Drawing {
  struct Node {
    std::string_view name;
    uint32_t cluster = 0;  // of clusters, 1-based; 0: in none
    bool external = false;
    bool focus = false;  // only where not everything is
    bool cyclic = false;
    std::optional<uint32_t> layer;
  };
  struct Line {
    uint32_t from = 0;  // of nodes
    uint32_t to = 0;
    bool cyclic = false;  // both ends in one cycle
  };
  GraphLevel level = GraphLevel::kFile;
  std::vector<Node> nodes;                 // by (cluster, name), those in none first
  std::vector<Line> lines;                 // by (from, to)
  std::vector<std::string_view> clusters;  // modules, by name; at the level of files alone
};
Drawing Draw(const GraphView& view);

// Names are escaped for the language and for its readers (escape.h): whatever a file is called, it
// is one label.

/// Graphviz. Modules are clusters, layers are ranks, cycles are red.
std::string DrawingDot(const Drawing& drawing);
/// A flowchart of Mermaid.
std::string DrawingMermaid(const Drawing& drawing);
/// D2.
std::string DrawingD2(const Drawing& drawing);

}  // namespace krepis::analyzer
