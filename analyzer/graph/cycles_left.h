#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/graph/cheapest_cut.h"

namespace krepis::analyzer {

/// How many nodes of a graph still lie on cycles while its arcs are removed one after the other.
/// A component answers for its own arcs alone, so what is known of them holds until one of them
/// is removed. Loops and several arcs between one pair of nodes are fine. Not thread-safe.
class CyclesLeft {
 public:
  /// `arcs` must outlive it.
  CyclesLeft(uint32_t size, std::span<const CostedArc> arcs);

  /// How many nodes lie on a cycle of at least two.
  size_t count() const { return count_; }
  /// How many would if this arc were removed as well. O(the arcs of its component), and O(1) the
  /// next time unless one of these has been removed since.
  size_t CountWithout(uint32_t arc);
  void Remove(uint32_t arc);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  /// Makes parts of the components of these nodes, which are one part or all there are.
  void Divide(const std::vector<uint32_t>& nodes);
  /// Whether a way leads from the beginning of the arc to its end that does not take it.
  bool HasDetour(uint32_t arc);
  /// The components that the nodes of one fall into by the arcs that are left, without `arc`.
  std::vector<std::vector<uint32_t>> Split(const std::vector<uint32_t>& nodes, uint32_t arc);

  const std::span<const CostedArc> arcs_;
  std::vector<uint32_t> start_;  // by node, into order_
  std::vector<uint32_t> order_;  // arcs by their ends
  std::vector<bool> removed_;    // by arc
  size_t count_ = 0;
  std::vector<std::vector<uint32_t>> parts_;  // components, those that fell apart too
  std::vector<uint32_t> part_;                // by node; kNone: on no cycle
  struct Known {
    uint32_t part = kNone;  // that it is about
    size_t freed = 0;       // nodes that would lie on no cycle any more
  };
  std::vector<Known> known_;  // by arc
  std::vector<uint32_t> seen_;
  uint32_t search_ = 0;
  std::vector<uint32_t> queue_;
  std::vector<uint32_t> place_;  // by node, in the part that is split
};

}  // namespace krepis::analyzer
