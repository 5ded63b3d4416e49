#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace krepis::analyzer {

/// An arc between the nodes 0 … size-1 of a directed graph, and what it costs to remove it (at
/// least 1).
struct CostedArc {
  uint32_t from = 0;
  uint32_t to = 0;
  uint64_t cost = 1;

  friend bool operator==(const CostedArc&, const CostedArc&) = default;
};

/// Arcs whose removal leaves no cycle. None of them can be put back.
struct ArcCut {
  std::vector<uint32_t> arcs;  // indices, ascending
  uint64_t cost = 0;
  /// Whether no other cut costs less, nor as much with fewer arcs.
  bool exact = true;
};

/// The cheapest cut of a graph (its minimum feedback arc set, NP-hard in general). Exact where the
/// graph, after reductions that lose nothing, falls into strongly connected parts of at most
/// kExactCutNodes nodes, or where a bound meets what the heuristic found; else the ordering
/// heuristic of Eades, Lin and Smyth (Inf. Process. Lett. 47, 1993), weighted, and improved by
/// moving single nodes. Loops and several arcs between one pair of nodes are fine. The sum of all
/// costs times the number of arcs must stay below 2^63. Deterministic.
ArcCut CheapestCut(uint32_t size, std::span<const CostedArc> arcs);

/// Parts of this size take 2^size steps of about as many operations.
inline constexpr uint32_t kExactCutNodes = 18;

}  // namespace krepis::analyzer
