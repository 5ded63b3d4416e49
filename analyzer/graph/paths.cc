#include "analyzer/graph/paths.h"

namespace krepis::analyzer {

ReachTo::ReachTo(const Graph& graph, std::span<const NodeId> targets, const EdgeFilter& filter)
    : graph_(graph), filter_(filter), distance_(graph.node_count() + 1, kUnreached) {
  std::vector<NodeId> queue;
  for (const NodeId target : targets) {
    if (distance_[Index(target)] == 0) continue;
    distance_[Index(target)] = 0;
    queue.push_back(target);
  }
  for (size_t head = 0; head < queue.size(); ++head) {
    const NodeId node = queue[head];
    for (const uint32_t index : graph.In(node)) {
      const Edge& edge = graph.edges()[index];
      if (!filter.Accepts(edge) || distance_[Index(edge.from)] != kUnreached) continue;
      distance_[Index(edge.from)] = distance_[Index(node)] + 1;
      queue.push_back(edge.from);
    }
  }
}

std::vector<const Edge*> ReachTo::Path(NodeId node) const {
  std::vector<const Edge*> path;
  if (!Reaches(node)) return path;
  while (distance_[Index(node)] != 0) {
    const Edge* step = nullptr;
    for (const Edge& edge : graph_.Out(node)) {
      if (filter_.Accepts(edge) && distance_[Index(edge.to)] + 1 == distance_[Index(node)]) {
        step = &edge;
        break;
      }
    }
    path.push_back(step);
    node = step->to;
  }
  return path;
}

}  // namespace krepis::analyzer
