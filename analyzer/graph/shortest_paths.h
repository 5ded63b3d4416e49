#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/graph/graph.h"
#include "analyzer/graph/paths.h"

namespace krepis::analyzer {

/// All shortest paths between two sets of nodes at once, as the acyclic graph that they form. There
/// may be very many of them, so they are counted and only some are listed. Refers to the graph.
class ShortestPaths {
 public:
  /// One node depends on the next on some path.
  struct Step {
    NodeId from{};
    NodeId to{};
    std::vector<const Edge*> sites;  // in edge order; never empty
  };
  /// Counts stop here, the largest number that JSON carries exactly.
  static constexpr uint64_t kMaxCount = (uint64_t{1} << 53) - 1;

  /// The paths are as short as any from a node of `from` to one of `to` (which have no node in
  /// common). O(nodes + edges).
  ShortestPaths(const Graph& graph, std::span<const NodeId> from, std::span<const NodeId> to,
                const EdgeFilter& filter);

  /// How many different sequences of nodes there are; 0: there is no path. kMaxCount also stands
  /// for more.
  uint64_t count() const { return count_; }
  /// Steps of each path.
  uint32_t length() const { return length_; }
  /// By distance from the start, then by (from, to).
  std::span<const Step> steps() const { return steps_; }
  /// The first `limit` paths in the order of their nodes, as indices into steps().
  std::vector<std::vector<uint32_t>> Paths(size_t limit) const;

 private:
  /// The steps that lead on from a node of the paths: [first, last) of steps_.
  struct Place {
    NodeId node{};
    uint32_t first = 0;
    uint32_t last = 0;
  };

  uint64_t count_ = 0;
  uint32_t length_ = 0;
  std::vector<Place> places_;   // by distance from the start, then by node
  std::vector<uint32_t> next_;  // by step: the place that it leads to
  uint32_t starts_ = 0;         // the first places
  std::vector<Step> steps_;
};

}  // namespace krepis::analyzer
