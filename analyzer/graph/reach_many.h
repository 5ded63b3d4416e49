#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analyzer/graph/links.h"

namespace krepis::analyzer {

/// A set of searches, one bit each.
class SearchSet {
 public:
  static constexpr size_t kCapacity = 256;

  void Add(size_t search) { words_[search / 64] |= uint64_t{1} << (search % 64); }
  bool Has(size_t search) const { return (words_[search / 64] >> (search % 64) & 1) != 0; }
  bool empty() const;
  /// Calls `visit(size_t search)` for each, ascending.
  template <class Visit>
  void ForEach(Visit&& visit) const {
    for (size_t word = 0; word < words_.size(); ++word) {
      for (uint64_t rest = words_[word]; rest != 0; rest &= rest - 1)
        visit(word * 64 + static_cast<size_t>(std::countr_zero(rest)));
    }
  }
  friend SearchSet operator&(const SearchSet& a, const SearchSet& b) {
    return Joined(a, b, [](auto x, auto y) { return x & y; });
  }
  friend SearchSet operator|(const SearchSet& a, const SearchSet& b) {
    return Joined(a, b, [](auto x, auto y) { return x | y; });
  }
  /// `a` without `b`.
  friend SearchSet operator-(const SearchSet& a, const SearchSet& b) {
    return Joined(a, b, [](auto x, auto y) { return x & ~y; });
  }

 private:
  template <class Operation>
  static SearchSet Joined(const SearchSet& a, const SearchSet& b, Operation operation) {
    SearchSet result;
    for (size_t i = 0; i < result.words_.size(); ++i)
      result.words_[i] = operation(a.words_[i], b.words_[i]);
    return result;
  }

  std::array<uint64_t, kCapacity / 64> words_{};
};

/// Up to 256 breadth-first searches at once, each backwards from targets of its own: who reaches
/// them over how many steps, and over which nodes. They share one pass over the graph, a bit each
/// (the multi-source BFS of Then et al., VLDB 8, 2014). A search may have nodes that its paths must
/// not pass: a node behind them is reached as ever, but only a shortest path around them is *open*.
class ReachMany {
 public:
  /// A node that searches have just reached: over `distance` steps (0: it is a target), and by an
  /// open path or not. Says in which searches no open path goes on through it; a target of a search
  /// never closes that one.
  using Visit = std::function<SearchSet(NodeId node, uint32_t distance, const SearchSet& reached,
                                        const SearchSet& open)>;

  explicit ReachMany(const Links& links);

  /// One search per list of targets. Calls `visit` for every node and distance at which a search
  /// first reaches it; distances ascend. O((nodes + edges) * distance), in practice a small
  /// multiple of one search.
  void Search(std::span<const std::vector<NodeId>> targets, const Visit& visit);

  /// The first of the shortest open paths in edge order, for a node that `search` of the last
  /// Search() reached by an open path over `distance` steps.
  std::vector<const Edge*> OpenPath(NodeId node, size_t search, uint32_t distance) const;

 private:
  /// That open paths of some searches go on through a node over `distance` steps.
  struct Passage {
    uint32_t distance = 0;
    uint32_t before = 0;  // another passage of the node, 1-based; 0: none
    SearchSet searches;
  };
  struct State {
    SearchSet reached;   // at any distance
    SearchSet arriving;  // at this distance
    SearchSet open;      // of those, by an open path
  };

  bool Passes(uint32_t node, size_t search, uint32_t distance) const;

  const Links& links_;
  std::vector<State> states_;  // by node
  std::vector<Passage> passages_;
  std::vector<uint32_t> last_;  // by node, 1-based into passages_
};

}  // namespace krepis::analyzer
