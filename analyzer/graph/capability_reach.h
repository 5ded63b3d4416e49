#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analyzer/core/confidence.h"
#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/item_sets.h"

namespace krepis::analyzer {

/// A place where a function uses something that callers thereby reach. What the items stand for is
/// the caller's affair: capabilities, or capabilities with their arguments.
struct ReachUse {
  FunctionId function{};
  uint32_t item = 0;
  Confidence confidence = Confidence::kDirect;
  uint32_t use = 0;  // whatever the caller knows it by
};

/// The groups of files between which brokers stand. Empty: there are none.
struct ReachBrokers {
  std::vector<uint32_t> group_of_file;  // by file
  /// By group: items that callers in other groups do not inherit.
  std::vector<std::vector<uint32_t>> sealed;
};

/// What every function can reach over calls that are at least so sure. Built once, then immutable.
///
/// Strongly connected components (Tarjan) in reverse topological order, each with the union of what
/// its functions use and what it calls; where an edge inside a component enters a broker, its
/// functions are iterated to a fixed point instead. O(functions + edges) set operations, each of
/// which is remembered.
class CapabilityReach {
 public:
  struct Options {
    Confidence confidence = Confidence::kDispatch;  // of edges and uses, the least that counts
    bool tests = false;                             // functions that only tests run count
    uint32_t items = 0;
  };

  /// All arguments must outlive it.
  CapabilityReach(const CallGraph& calls, std::span<const ReachUse> uses,
                  const ReachBrokers& brokers, const Options& options);

  const ItemSets& sets() const { return sets_; }
  ItemSetId SetOf(FunctionId function) const { return set_of_[Index(function)]; }
  bool Counts(const CallEdge& edge) const {
    return edge.confidence <= options_.confidence && !excluded_[Index(edge.to)];
  }
  bool Counts(const ReachUse& use) const {
    return use.confidence <= options_.confidence && !excluded_[Index(use.function)];
  }
  const CallGraph& calls() const { return calls_; }
  std::span<const ReachUse> uses() const { return uses_; }
  /// Whether `item` passes from the function at the end of an edge to that at its beginning.
  bool Passes(FunctionId from, FunctionId to, uint32_t item) const {
    return sealed_.empty() || !IsKept(from, to, item);
  }

 private:
  class Solver;

  /// What `from` reaches over an edge to `to`: what that reaches, without what brokers keep.
  ItemSetId Over(FunctionId from, FunctionId to);
  /// Whether the edge enters a broker that keeps `item`.
  bool IsKept(FunctionId from, FunctionId to, uint32_t item) const;

  const CallGraph& calls_;
  std::span<const ReachUse> uses_;
  const ReachBrokers& brokers_;
  Options options_;
  ItemSets sets_;
  std::vector<ItemSetId> sealed_;  // by group
  std::vector<ItemSetId> set_of_;  // by function
  std::vector<bool> excluded_;     // by function: only tests run it, and they do not count
};

/// Shortest ways from functions to the uses of one item. Searched once, backwards and in breadth;
/// O(functions + edges that reach the item).
class ReachPaths {
 public:
  /// Who calls a function, for searches that go backwards; shared by all of one reach.
  class Callers {
   public:
    explicit Callers(const CapabilityReach& reach);
    std::span<const uint32_t> Of(FunctionId function) const {
      return std::span(from_).subspan(start_[Index(function)],
                                      start_[Index(function) + 1] - start_[Index(function)]);
    }

   private:
    std::vector<uint32_t> start_, from_;
  };

  /// `uses` are those of the item that count, ascending by function.
  ReachPaths(const CapabilityReach& reach, const Callers& callers, uint32_t item,
             std::span<const uint32_t> uses);

  /// Calls on the way from `function` to the use; nullopt: there is none.
  std::optional<uint32_t> Length(FunctionId function) const;
  /// The functions of the way, `function` first, the one with the use last; empty: there is none.
  std::vector<FunctionId> From(FunctionId function) const;
  /// The use at the end of the way from a function that has one.
  const ReachUse& UseOf(FunctionId function) const;
  /// Whether `pick` holds for a function on the way from `function`.
  template <class Pick>
  bool AnyOnTheWay(FunctionId function, Pick&& pick) const {
    while (!pick(function)) {
      if (length_[Index(function)] == 1) return false;
      function = FunctionId{next_[Index(function)]};
    }
    return true;
  }
  /// Every call by which the item passes from one function to another, `visit(from, to)`, shortest
  /// ways first.
  template <class Visit>
  void ForEachCall(Visit&& visit) const {
    for (const uint32_t to : order_) {
      for (const uint32_t from : callers_.Of(FunctionId{to})) {
        if (reach_.Passes(FunctionId{from}, FunctionId{to}, item_))
          visit(FunctionId{from}, FunctionId{to});
      }
    }
  }

 private:
  const CapabilityReach& reach_;
  const Callers& callers_;
  uint32_t item_;
  std::vector<uint32_t> length_;  // by function, 0: not reached, else calls + 1
  std::vector<uint32_t> next_;    // by function: the next one, or the index of the use
  std::vector<uint32_t> order_;   // functions, shortest ways first
};

}  // namespace krepis::analyzer
