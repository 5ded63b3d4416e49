#pragma once

#include <functional>
#include <vector>

#include "krepis/behaviors/outcome_predicate.h"
#include "krepis/behaviors/resilience_order.h"
#include "krepis/phased_behavior.h"

namespace krepis {

struct FallbackOptions {
  /// Which failures are answered for. Empty: those that are IsTransient.
  OutcomePredicate answers = {};
  std::vector<Placement> placements = PlacementsIn(kResilienceOrder, "fallback");
};

/// Answers in place of what failed inside: a cached response, a default, another failure.
///
/// It stands outside the guard, as the whole stage does, and so also answers where the guard threw
/// before it knew who was asking: answer with nothing that needed one. Refusals (401, 403, 422) and
/// cancellations pass through unless `answers` asks for them.
///
/// Stage: resilience. Thread-safe if the answer is. May stand in a chain more than once.
class Fallback final : public PhasedBehavior<> {
 public:
  /// Writes the response and returns the outcome in place of `failure`. What it throws becomes
  /// FailureCode::kException. Not empty (assert).
  using Answer = std::function<Outcome(PipelineContext& context, const Outcome& failure)>;

  explicit Fallback(Answer answer, FallbackOptions options = {});

  BehaviorTraits traits() const override;
  Outcome After(PipelineContext& context, NoState& state, Outcome outcome) override;

 private:
  const Answer answer_;
  const FallbackOptions options_;
};

}  // namespace krepis
