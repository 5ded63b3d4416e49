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
  /// How many would if this arc were removed as well. O(the arcs of its component) where no detour
  /// of the arc is near, and O(1) the next time unless one of these has been removed since.
  size_t CountWithout(uint32_t arc);
  void Remove(uint32_t arc);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  /// Makes parts of the components of these nodes, which are one part or all there are.
  void Divide(const std::vector<uint32_t>& nodes);
  /// How many nodes of its part would lie on no cycle without the arc.
  size_t FreedBy(uint32_t arc);
  /// Looks at the next node of one of two searches through a part that do not take `arc`, forwards
  /// from its beginning or backwards from its end; true where the two meet.
  bool Step(uint32_t arc, bool backwards);
  /// The components that the nodes of one fall into by the arcs that are left, without `arc` and
  /// without nodes that a search has seen since the one of that number.
  std::vector<std::vector<uint32_t>> Split(const std::vector<uint32_t>& nodes, uint32_t arc,
                                           uint32_t search);

  struct Rows {
    std::vector<uint32_t> start;  // by node, into order
    std::vector<uint32_t> order;  // arcs by that end and the other
  };
  struct Queue {
    std::vector<uint32_t> nodes;
    size_t next = 0;
    bool done() const { return next == nodes.size(); }
  };

  const std::span<const CostedArc> arcs_;
  Rows out_;
  Rows in_;
  std::vector<bool> removed_;  // by arc
  size_t count_ = 0;
  std::vector<std::vector<uint32_t>> parts_;  // components, those that fell apart too
  std::vector<uint32_t> part_;                // by node; kNone: on no cycle
  struct Known {
    uint32_t part = kNone;  // that it is about
    size_t freed = 0;       // nodes that would lie on no cycle any more
  };
  std::vector<Known> known_;    // by arc
  std::vector<uint32_t> seen_;  // by node: the last search that came there
  uint32_t search_ = 0;         // the last one forwards; the one backwards is the next
  Queue forwards_;
  Queue backwards_;
  std::vector<uint32_t> place_;  // by node, in the part that is split
};

}  // namespace krepis::analyzer
