#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/graph/cheapest_cut.h"

namespace krepis::analyzer {

// An order of the nodes is a cut: the arcs that lead backwards in it. Both searches take a graph
// without loops and with at most one arc per ordered pair, and return each node's position.

/// An order whose backward arcs cost least: dynamic programming over the sets of nodes that can
/// stand first (Held and Karp's scheme). At most kExactCutNodes nodes.
std::vector<uint32_t> CheapestOrder(uint32_t size, std::span<const CostedArc> arcs);

/// A good order for graphs of any size.
std::vector<uint32_t> GoodOrder(uint32_t size, std::span<const CostedArc> arcs);

/// A number that no cut of the graph is cheaper than: cycles are packed into the arcs until none
/// is left, each with the least that remains of its arcs' costs. Loops and several arcs between
/// one pair of nodes are fine.
uint64_t CutBound(uint32_t size, std::span<const CostedArc> arcs);

}  // namespace krepis::analyzer
