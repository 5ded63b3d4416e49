#include "analyzer/graph/components.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace krepis::analyzer {
namespace {

/// The first two nodes of the component with an edge both ways; empty when there are none.
std::vector<uint32_t> MutualPair(const Adjacency& graph, std::span<const uint32_t> component) {
  for (const uint32_t node : component) {
    for (const uint32_t to : graph.Out(node)) {
      const std::span<const uint32_t> back = graph.Out(to);
      if (to > node && std::binary_search(back.begin(), back.end(), node)) return {node, to};
    }
  }
  return {};
}

}  // namespace

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

std::vector<std::vector<uint32_t>> ShortCycles(const Adjacency& graph,
                                               std::span<const std::vector<uint32_t>> components,
                                               size_t starts) {
  std::vector<uint32_t> component_of(graph.size(), 0);  // 1-based; 0: none
  for (uint32_t i = 0; i < components.size(); ++i) {
    for (const uint32_t node : components[i]) component_of[node] = i + 1;
  }
  std::vector<uint32_t> parent(graph.size());
  std::vector<uint32_t> depth(graph.size());
  std::vector<uint32_t> seen(graph.size(), 0);  // by the number of the search
  uint32_t search = 0;
  std::vector<uint32_t> queue;
  std::vector<std::vector<uint32_t>> cycles;
  for (const std::vector<uint32_t>& component : components) {
    std::vector<uint32_t> best = MutualPair(graph, component);
    for (size_t i = 0; i < std::min(component.size(), starts) && best.size() != 2; ++i) {
      const uint32_t start = component[i];
      queue.assign(1, start);
      seen[start] = ++search;
      depth[start] = 0;
      for (size_t head = 0; head < queue.size(); ++head) {
        const uint32_t node = queue[head];
        if (!best.empty() && depth[node] + 2 > best.size()) break;
        if (const auto row = graph.Out(node); std::binary_search(row.begin(), row.end(), start)) {
          best.clear();
          for (uint32_t at = node; at != start; at = parent[at]) best.push_back(at);
          best.push_back(start);
          std::reverse(best.begin(), best.end());
          break;
        }
        for (const uint32_t to : graph.Out(node)) {
          if (component_of[to] != component_of[start] || seen[to] == search) continue;
          seen[to] = search;
          parent[to] = node;
          depth[to] = depth[node] + 1;
          queue.push_back(to);
        }
      }
    }
    cycles.push_back(std::move(best));
  }
  return cycles;
}

}  // namespace krepis::analyzer
