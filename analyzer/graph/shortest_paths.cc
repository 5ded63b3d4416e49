#include "analyzer/graph/shortest_paths.h"

#include <algorithm>

namespace krepis::analyzer {

ShortestPaths::ShortestPaths(const Graph& graph, std::span<const NodeId> from,
                             std::span<const NodeId> to, const EdgeFilter& filter) {
  const ReachTo reach(graph, to, filter);
  std::vector<NodeId> layer;
  for (const NodeId node : from) {
    if (!reach.Reaches(node)) continue;
    const uint32_t distance = reach.Distance(node);
    if (!layer.empty() && distance > length_) continue;
    if (distance < length_) layer.clear();
    length_ = distance;
    layer.push_back(node);
  }
  if (layer.empty()) return;
  const auto tidy = [](std::vector<NodeId>& nodes) {
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  };
  tidy(layer);
  starts_ = static_cast<uint32_t>(layer.size());

  // Layer by layer: each edge that comes one step closer is on a shortest path.
  for (uint32_t left = length_;; --left) {
    const size_t first_place = places_.size();
    std::vector<NodeId> next;
    for (const NodeId node : layer) {
      Place place{node, static_cast<uint32_t>(steps_.size()), 0};
      for (const Edge& edge : graph.Out(node)) {
        if (left == 0 || !filter.Accepts(edge) || !reach.Reaches(edge.to) ||
            reach.Distance(edge.to) + 1 != left)
          continue;
        if (steps_.size() == place.first || steps_.back().to != edge.to) {
          steps_.push_back({node, edge.to, {}});
          next.push_back(edge.to);
        }
        steps_.back().sites.push_back(&edge);
      }
      place.last = static_cast<uint32_t>(steps_.size());
      places_.push_back(place);
    }
    tidy(next);
    for (size_t step = places_[first_place].first; step < steps_.size(); ++step) {
      const auto at = std::lower_bound(next.begin(), next.end(), steps_[step].to);
      next_.push_back(static_cast<uint32_t>(places_.size() + (at - next.begin())));
    }
    if (left == 0) break;
    layer = std::move(next);
  }

  std::vector<uint64_t> paths(places_.size(), 0);
  for (size_t i = places_.size(); i-- > 0;) {
    const Place& place = places_[i];
    if (place.first == place.last) paths[i] = 1;
    for (uint32_t step = place.first; step < place.last; ++step)
      paths[i] = std::min(kMaxCount, paths[i] + paths[next_[step]]);
  }
  for (uint32_t i = 0; i < starts_; ++i) count_ = std::min(kMaxCount, count_ + paths[i]);
}

std::vector<std::vector<uint32_t>> ShortestPaths::Paths(size_t limit) const {
  std::vector<std::vector<uint32_t>> paths;
  for (uint32_t start = 0; start < starts_ && paths.size() < limit; ++start) {
    // The path so far; its last step is advanced until its place has no other.
    std::vector<uint32_t> path;
    const auto descend = [&](uint32_t place) {
      while (places_[place].first != places_[place].last) {
        path.push_back(places_[place].first);
        place = next_[path.back()];
      }
    };
    const auto place_of = [&](size_t depth) { return depth == 0 ? start : next_[path[depth - 1]]; };
    descend(start);
    while (paths.size() < limit) {
      paths.push_back(path);
      while (!path.empty() && path.back() + 1 == places_[place_of(path.size() - 1)].last)
        path.pop_back();
      if (path.empty()) break;
      descend(next_[++path.back()]);
    }
  }
  return paths;
}

}  // namespace krepis::analyzer
