#include "analyzer/graph/components.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace krepis::analyzer {

Adjacency MakeAdjacency(uint32_t size, std::vector<std::pair<uint32_t, uint32_t>> pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  Adjacency graph;
  graph.start.assign(size + 1, 0);
  graph.target.reserve(pairs.size());
  for (const auto& [from, to] : pairs) {
    ++graph.start[from + 1];
    graph.target.push_back(to);
  }
  std::partial_sum(graph.start.begin(), graph.start.end(), graph.start.begin());
  return graph;
}

std::vector<std::vector<uint32_t>> CyclicComponents(const Adjacency& graph) {
  const uint32_t size = graph.size();
  std::vector<uint32_t> order(size, 0);  // 0: not visited
  std::vector<uint32_t> low(size, 0);
  std::vector<bool> on_stack(size, false);
  std::vector<uint32_t> stack;
  struct Visit {
    uint32_t node;
    uint32_t next;  // index into graph.target
  };
  std::vector<Visit> visits;
  std::vector<std::vector<uint32_t>> components;
  uint32_t counter = 0;

  const auto enter = [&](uint32_t node) {
    order[node] = low[node] = ++counter;
    stack.push_back(node);
    on_stack[node] = true;
    visits.push_back({node, graph.start[node]});
  };
  for (uint32_t root = 0; root < size; ++root) {
    if (order[root] != 0) continue;
    enter(root);
    while (!visits.empty()) {
      const uint32_t node = visits.back().node;
      if (visits.back().next < graph.start[node + 1]) {
        const uint32_t to = graph.target[visits.back().next++];
        if (order[to] == 0) {
          enter(to);
        } else if (on_stack[to]) {
          low[node] = std::min(low[node], order[to]);
        }
        continue;
      }
      visits.pop_back();
      if (!visits.empty()) low[visits.back().node] = std::min(low[visits.back().node], low[node]);
      if (low[node] != order[node]) continue;
      std::vector<uint32_t> component;
      uint32_t member;
      do {
        member = stack.back();
        stack.pop_back();
        on_stack[member] = false;
        component.push_back(member);
      } while (member != node);
      if (component.size() > 1) {
        std::sort(component.begin(), component.end());
        components.push_back(std::move(component));
      }
    }
  }
  std::sort(components.begin(), components.end());
  return components;
}

std::vector<uint32_t> ShortestCycle(const Adjacency& graph, std::span<const uint32_t> component,
                                    uint32_t node) {
  const auto position = [&](uint32_t member) {
    const auto it = std::lower_bound(component.begin(), component.end(), member);
    return it != component.end() && *it == member ? static_cast<size_t>(it - component.begin())
                                                  : component.size();
  };
  constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> parent(component.size(), kNone);
  std::vector<uint32_t> queue{node};
  for (size_t head = 0; head < queue.size(); ++head) {
    for (const uint32_t to : graph.Out(queue[head])) {
      if (to == node) {
        std::vector<uint32_t> cycle;
        for (uint32_t at = queue[head]; at != node; at = parent[position(at)]) cycle.push_back(at);
        cycle.push_back(node);
        std::reverse(cycle.begin(), cycle.end());
        return cycle;
      }
      const size_t index = position(to);
      if (index == component.size() || parent[index] != kNone) continue;
      parent[index] = queue[head];
      queue.push_back(to);
    }
  }
  return {};
}

}  // namespace krepis::analyzer
