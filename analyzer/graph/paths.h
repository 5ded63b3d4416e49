#pragma once

#include <span>
#include <vector>

#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// Which edges a search follows.
struct EdgeFilter {
  EdgeKindSet kinds = EdgeKindSet::Default();
  bool tests = false;  // follow edges that exist for tests only

  bool Accepts(const Edge& edge) const {
    return kinds.Has(edge.kind) && (tests || !edge.test_only);
  }
  friend bool operator==(const EdgeFilter&, const EdgeFilter&) = default;
};

/// Breadth-first distances towards a set of targets, over reversed edges: one search answers for
/// every file of a transitive rule.
class ReachTo {
 public:
  /// O(nodes + edges).
  ReachTo(const Graph& graph, std::span<const NodeId> targets, const EdgeFilter& filter);

  /// Some target can be reached from `node` (a target reaches itself).
  bool Reaches(NodeId node) const { return distance_[Index(node)] != kUnreached; }
  uint32_t Distance(NodeId node) const { return distance_[Index(node)]; }
  /// Edges of a shortest path from `node` to a target, the first among equals in edge order; empty
  /// when `node` is a target or reaches none.
  std::vector<const Edge*> Path(NodeId node) const;

 private:
  static constexpr uint32_t kUnreached = UINT32_MAX;
  const Graph& graph_;
  EdgeFilter filter_;
  std::vector<uint32_t> distance_;
};

}  // namespace krepis::analyzer
