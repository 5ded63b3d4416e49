#include "analyzer/graph/capability_reach.h"

#include <algorithm>

namespace krepis::analyzer {

/// Tarjan's algorithm (SIAM J. Comput. 1, 1972) with an explicit stack; components come out callees
/// first, which is the order in which their sets are known.
class CapabilityReach::Solver {
 public:
  explicit Solver(CapabilityReach& reach)
      : reach_(reach),
        calls_(reach.calls_),
        order_(size_t{calls_.ids().size()} + 1, 0),
        low_(order_.size(), 0) {}

  void Run() {
    for (uint32_t start = 1; start < order_.size(); ++start) {
      if (order_[start] == 0) Search(start);
    }
  }

 private:
  struct Frame {
    uint32_t function;
    uint32_t edge;
  };
  static constexpr uint32_t kDone = ~0u;

  void Enter(uint32_t function) {
    order_[function] = low_[function] = ++visited_;
    open_.push_back(function);
    stack_.push_back({function, 0});
  }

  void Search(uint32_t start) {
    Enter(start);
    while (!stack_.empty()) {
      Frame& frame = stack_.back();
      const std::span<const CallEdge> edges = calls_.Out(FunctionId{frame.function});
      if (frame.edge < edges.size()) {
        const CallEdge& edge = edges[frame.edge++];
        if (!reach_.Counts(edge)) continue;
        const uint32_t to = Index(edge.to);
        if (order_[to] == 0) {
          Enter(to);
        } else if (order_[to] != kDone) {
          low_[frame.function] = std::min(low_[frame.function], order_[to]);
        }
        continue;
      }
      const uint32_t function = frame.function;
      stack_.pop_back();
      if (!stack_.empty())
        low_[stack_.back().function] = std::min(low_[stack_.back().function], low_[function]);
      if (low_[function] == order_[function]) Close(function);
    }
  }

  void Close(uint32_t root) {
    size_t first = open_.size();
    while (open_[first - 1] != root) --first;
    --first;
    const std::span<const uint32_t> members = std::span(open_).subspan(first);
    if (members.size() == 1 || reach_.sealed_.empty()) {
      ItemSetId all{};
      for (const uint32_t member : members) all = reach_.sets_.Union(all, Gathered(member));
      for (const uint32_t member : members) reach_.set_of_[member] = all;
    } else {
      for (bool changed = true; changed;) {
        changed = false;
        for (const uint32_t member : members) {
          const ItemSetId gathered = Gathered(member);
          changed |= gathered != reach_.set_of_[member];
          reach_.set_of_[member] = gathered;
        }
      }
    }
    for (const uint32_t member : members) order_[member] = kDone;
    open_.resize(first);
  }

  /// What a function uses and what its callees are known to reach.
  ItemSetId Gathered(uint32_t function) {
    ItemSetId all = reach_.set_of_[function];
    for (const CallEdge& edge : calls_.Out(FunctionId{function})) {
      if (reach_.Counts(edge))
        all = reach_.sets_.Union(all, reach_.Over(FunctionId{function}, edge.to));
    }
    return all;
  }

  CapabilityReach& reach_;
  const CallGraph& calls_;
  std::vector<uint32_t> order_, low_;
  std::vector<uint32_t> open_;
  std::vector<Frame> stack_;
  uint32_t visited_ = 0;
};

CapabilityReach::CapabilityReach(const CallGraph& calls, std::span<const ReachUse> uses,
                                 const ReachBrokers& brokers, const Options& options)
    : calls_(calls),
      uses_(uses),
      brokers_(brokers),
      options_(options),
      sets_(options.items),
      set_of_(size_t{calls.ids().size()} + 1),
      excluded_(set_of_.size()) {
  for (uint32_t i = 1; i < excluded_.size() && !options.tests; ++i)
    excluded_[i] = calls.IsTestOnly(FunctionId{i});
  const bool any = std::any_of(brokers.sealed.begin(), brokers.sealed.end(),
                               [](const auto& items) { return !items.empty(); });
  if (any) {
    for (const std::vector<uint32_t>& items : brokers.sealed) sealed_.push_back(sets_.Of(items));
  }
  for (const ReachUse& use : uses) {
    if (!Counts(use)) continue;
    ItemSetId& set = set_of_[Index(use.function)];
    set = sets_.Union(set, sets_.Of({&use.item, 1}));
  }
  Solver(*this).Run();
}

ItemSetId CapabilityReach::Over(FunctionId from, FunctionId to) {
  const ItemSetId all = SetOf(to);
  if (sealed_.empty()) return all;
  const uint32_t group = brokers_.group_of_file[calls_.ids().FileOf(to)];
  if (group == brokers_.group_of_file[calls_.ids().FileOf(from)]) return all;
  return sets_.Minus(all, sealed_[group]);
}

bool CapabilityReach::IsKept(FunctionId from, FunctionId to, uint32_t item) const {
  const uint32_t group = brokers_.group_of_file[calls_.ids().FileOf(to)];
  return sets_.Contains(sealed_[group], item) &&
         group != brokers_.group_of_file[calls_.ids().FileOf(from)];
}

ReachPaths::Callers::Callers(const CapabilityReach& reach) {
  const CallGraph& calls = reach.calls();
  const uint32_t functions = calls.ids().size();
  start_.assign(size_t{functions} + 2, 0);
  for (uint32_t from = 1; from <= functions; ++from) {
    for (const CallEdge& edge : calls.Out(FunctionId{from})) {
      if (reach.Counts(edge)) ++start_[Index(edge.to) + 1];
    }
  }
  for (size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
  from_.resize(start_.back());
  std::vector<uint32_t> next(start_.begin(), start_.end() - 1);
  for (uint32_t from = 1; from <= functions; ++from) {
    for (const CallEdge& edge : calls.Out(FunctionId{from})) {
      if (reach.Counts(edge)) from_[next[Index(edge.to)]++] = from;
    }
  }
}

ReachPaths::ReachPaths(const CapabilityReach& reach, const Callers& callers, uint32_t item,
                       std::span<const uint32_t> uses)
    : reach_(reach),
      callers_(callers),
      item_(item),
      length_(size_t{reach.calls().ids().size()} + 1, 0),
      next_(length_.size(), 0) {
  for (const uint32_t index : uses) {
    const uint32_t function = Index(reach.uses()[index].function);
    if (length_[function] != 0) continue;
    length_[function] = 1;
    next_[function] = index;
    order_.push_back(function);
  }
  for (size_t i = 0; i < order_.size(); ++i) {
    const uint32_t to = order_[i];
    for (const uint32_t from : callers.Of(FunctionId{to})) {
      if (length_[from] != 0 || !reach.Passes(FunctionId{from}, FunctionId{to}, item)) continue;
      length_[from] = length_[to] + 1;
      next_[from] = to;
      order_.push_back(from);
    }
  }
}

std::optional<uint32_t> ReachPaths::Length(FunctionId function) const {
  const uint32_t length = length_[Index(function)];
  return length == 0 ? std::nullopt : std::optional(length - 1);
}

std::vector<FunctionId> ReachPaths::From(FunctionId function) const {
  std::vector<FunctionId> way;
  if (length_[Index(function)] == 0) return way;
  for (; length_[Index(function)] > 1; function = FunctionId{next_[Index(function)]})
    way.push_back(function);
  way.push_back(function);
  return way;
}

const ReachUse& ReachPaths::UseOf(FunctionId function) const {
  while (length_[Index(function)] > 1) function = FunctionId{next_[Index(function)]};
  return reach_.uses()[next_[Index(function)]];
}

}  // namespace krepis::analyzer
