#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/model.h"
#include "analyzer/graph/quotient.h"

namespace krepis::analyzer {

/// One dependency to cut.
struct AdvisedCut {
  const Link* link = nullptr;
  /// What cutting it costs: the names that its imports bring in, at least one for each import; an
  /// include, a namespace and a path in code count as one. A re-export costs as much as there are
  /// groups that depend on the one that makes it: whoever imports that face would have to change.
  uint64_t cost = 0;
  /// How many of the component still lie on a cycle when this and all before it are cut; nullopt
  /// where the component is so large that it was not counted.
  std::optional<size_t> left;
};

/// In a component with more dependencies than these nobody would follow an advice that takes
/// seconds to find.
inline constexpr size_t kMaxAdvisedLinks = 10'000;

/// The dependencies whose removal leaves no cycle, chosen to cost the least together.
struct CutAdvice {
  /// Each the one that frees most of what those before it have left, the cheapest among equals.
  /// None: there are more than kMaxAdvisedLinks to choose from, or the budget is used up.
  std::vector<AdvisedCut> cuts;
  uint64_t cost = 0;
  bool exact = true;  // else a cheaper set may exist
};

/// What the advice on all cycles of a run may cost, in steps of about ten nanoseconds. Counted and
/// not timed, so that every run of a workspace says the same.
struct AdviceBudget {
  uint64_t steps = 40'000'000;
};

/// `component` is one of CyclicComponents(quotient.Rows()). Takes what it costs from the budget,
/// and does nothing where that is not enough.
CutAdvice AdviseCut(const Model& model, const Quotient& quotient,
                    const std::vector<uint32_t>& component, AdviceBudget& budget);

/// "order.ts -> customer.ts (2 imports of 3 names, first at order.ts:4)".
std::string DescribeCut(const Model& model, const Quotient& quotient, const AdvisedCut& cut);

}  // namespace krepis::analyzer
