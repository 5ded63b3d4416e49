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

/// Of each component (as CyclicComponents() gives them) a short cycle, its first node first, each
/// step an edge, the closing step left out: two nodes that depend on each other where there are
/// such, else the shortest of the cycles through one of the component's first `starts` nodes. Among
/// equally short ones the one found from the smallest node, then the one that takes the smallest
/// nodes first. O(starts * edges) in the worst case; no search goes deeper than it could still win.
std::vector<std::vector<uint32_t>> ShortCycles(const Adjacency& graph,
                                               std::span<const std::vector<uint32_t>> components,
                                               size_t starts);

}  // namespace krepis::analyzer
