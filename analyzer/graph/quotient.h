#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/config/modules.h"
#include "analyzer/graph/components.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/packages.h"

namespace krepis::analyzer {

/// The levels that a graph is looked at are those of rules for cycles.
using GraphLevel = CycleLevel;

/// All dependencies of one group on another.
struct Link {
  uint32_t from = 0;
  uint32_t to = 0;
  std::span<const uint32_t> sites;  // indices into Graph::edges(), ascending; never empty
};

/// The graph by file, package or module: groups 1 … size() in the order of their first node, and
/// one link per pair of groups that depend on each other, by (from, to). Externals are groups of
/// their own. The views are those of what it was made of. Immutable; movable, not copyable.
class Quotient {
 public:
  /// What is projected. `node` says which nodes take part (of an edge, both ends have to), `edge`
  /// which edges count.
  struct Source {
    const Graph& graph;
    const ModuleTable& modules;
    const FilePackages& packages;
    GraphLevel level = GraphLevel::kFile;
    std::function<bool(NodeId)> node;
    std::function<bool(const Edge&)> edge;
  };
  /// O((nodes + edges) log edges); linear at the level of files.
  explicit Quotient(const Source& source);
  Quotient(Quotient&&) = default;
  Quotient& operator=(Quotient&&) = default;

  uint32_t size() const { return static_cast<uint32_t>(names_.size() - 1); }
  std::string_view name(uint32_t group) const { return names_[group]; }
  /// 0: left out, by the source's `node` or because it belongs to no package or module.
  uint32_t Of(NodeId node) const { return of_[Index(node)]; }
  std::span<const Link> links() const { return links_; }
  /// The links from one group.
  std::span<const Link> Out(uint32_t group) const {
    return std::span(links_).subspan(start_[group], start_[group + 1] - start_[group]);
  }
  /// How many groups depend on one.
  uint32_t Dependents(uint32_t group) const { return dependents_[group]; }
  /// The link of that pair, or null.
  const Link* Find(uint32_t from, uint32_t to) const;
  /// The links for searches; node 0 has none.
  Adjacency Rows() const;

 private:
  std::vector<uint32_t> of_;  // by node
  std::vector<std::string_view> names_;
  std::vector<Link> links_;
  std::vector<uint32_t> start_;       // by group, into links_
  std::vector<uint32_t> dependents_;  // by group
  std::vector<uint32_t> sites_;
};

/// The name of a node's group at a level: its path, its package or its module; of an external
/// always its own. Empty for a file in no package or module.
std::string_view GroupName(const Quotient::Source& source, NodeId node);

}  // namespace krepis::analyzer
