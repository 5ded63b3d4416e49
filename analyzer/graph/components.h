#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace krepis::analyzer {

/// A directed graph over 0..size()-1 in compressed rows; targets of one row ascending and unique.
struct Adjacency {
  std::vector<uint32_t> start;  // size() + 1 entries
  std::vector<uint32_t> target;

  uint32_t size() const { return start.empty() ? 0 : static_cast<uint32_t>(start.size() - 1); }
  std::span<const uint32_t> Out(uint32_t node) const {
    return std::span(target).subspan(start[node], start[node + 1] - start[node]);
  }
};

/// Builds an Adjacency of `size` nodes from pairs (from, to) in any order, with repeats.
Adjacency MakeAdjacency(uint32_t size, std::vector<std::pair<uint32_t, uint32_t>> pairs);

/// The strongly connected components of more than one node (no self-loops in an Adjacency of
/// files), each sorted, ordered by their first node. Tarjan's algorithm (SIAM J. Comput. 1, 1972)
/// with an explicit stack, so depth costs heap and not stack. O(nodes + edges).
std::vector<std::vector<uint32_t>> CyclicComponents(const Adjacency& graph);

/// A shortest cycle through `node` that stays inside `component` (sorted, contains node): node
/// first, each step an edge, the closing step left out. Among equally short ones the one that takes
/// the smallest nodes first. Empty when there is none.
std::vector<uint32_t> ShortestCycle(const Adjacency& graph, std::span<const uint32_t> component,
                                    uint32_t node);

}  // namespace krepis::analyzer
