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
  /// What `from` reaches over an edge to `to`: what that reaches, without what brokers keep.
  ItemSetId Over(FunctionId from, FunctionId to) const;
  bool Counts(const CallEdge& edge) const { return edge.confidence <= options_.confidence; }
  bool Counts(const ReachUse& use) const {
    return use.confidence <= options_.confidence &&
           (options_.tests || !calls_.IsTestOnly(use.function));
  }
  const CallGraph& calls() const { return calls_; }
  std::span<const ReachUse> uses() const { return uses_; }
  /// Whether `item` passes from the function at the end of an edge to that at its beginning.
  bool Passes(FunctionId from, FunctionId to, uint32_t item) const;

 private:
  class Solver;

  const CallGraph& calls_;
  std::span<const ReachUse> uses_;
  const ReachBrokers& brokers_;
  Options options_;
  mutable ItemSets sets_;
  std::vector<ItemSetId> sealed_;  // by group
  std::vector<ItemSetId> set_of_;  // by function
};

/// Shortest ways from functions to the uses of one item. Ways do not pass through `own` files (by
/// file; empty: none): what these start themselves is another finding. Searched once, backwards
/// and in breadth; O(functions + edges that reach the item).
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

  ReachPaths(const CapabilityReach& reach, const Callers& callers, uint32_t item,
             const std::vector<bool>& own);

  struct Step {
    FunctionId function{};
    const CallEdge* edge = nullptr;  // to the next step; null at the last one
  };
  struct Path {
    std::vector<Step> steps;
    const ReachUse* use = nullptr;  // of the last step
  };
  /// Calls on the way from `function` to the use; nullopt: there is none.
  std::optional<uint32_t> Length(FunctionId function) const;
  /// Empty where there is none.
  Path From(FunctionId function) const;

 private:
  const CapabilityReach& reach_;
  std::vector<uint32_t> length_;  // by function, 0: not reached, else calls + 1
  std::vector<uint32_t> next_;    // by function: the next one, or the index of the use
};

}  // namespace krepis::analyzer
