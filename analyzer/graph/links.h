#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "analyzer/graph/components.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/paths.h"

namespace krepis::analyzer {

/// Which node depends on which, both ways, over the edges that a filter accepts: each pair once, in
/// four bytes a direction, where an edge with its place takes forty. For searches that cross the
/// graph often. Immutable.
class Links {
 public:
  /// O(nodes + edges).
  Links(const Graph& graph, const EdgeFilter& filter);

  const Graph& graph() const { return graph_; }
  const EdgeFilter& filter() const { return filter_; }
  /// What `node` depends on, ascending.
  std::span<const uint32_t> Out(NodeId node) const { return out_.Out(Index(node)); }
  /// What depends on `node`, ascending.
  std::span<const uint32_t> In(NodeId node) const { return in_.Out(Index(node)); }

  /// Every node that can be reached from one of `starts`, these included, by node.
  std::vector<bool> ReachedFrom(std::span<const NodeId> starts) const;
  /// Every node from which one of `targets` can be reached, these included, by node.
  std::vector<bool> ThatReach(std::span<const NodeId> targets) const;

 private:
  const Graph& graph_;
  EdgeFilter filter_;
  Adjacency out_;  // node 0 has none
  Adjacency in_;
};

/// The links of several filters, each made when it is first asked for. Not thread-safe.
class LinksByFilter {
 public:
  explicit LinksByFilter(const Graph& graph) : graph_(graph) {}
  /// Stays valid as long as this does.
  const Links& Get(const EdgeFilter& filter);

 private:
  const Graph& graph_;
  std::vector<std::unique_ptr<Links>> links_;
};

}  // namespace krepis::analyzer
