#pragma once

#include <optional>
#include <vector>

#include "krepis/behaviors/breaker_switch.h"
#include "krepis/behaviors/outcome_predicate.h"
#include "krepis/behaviors/resilience_order.h"
#include "krepis/phased_behavior.h"

namespace krepis {

struct CircuitBreakerOptions {
  BreakerOptions breaker = {};
  /// Which failures are failures of what is behind the breaker. Empty: those that are IsTransient,
  /// kBudgetExceeded, and a cancellation after the context's deadline (that is a time-out of a
  /// behaviour outside). A failure that is none of these counts for neither side: a flood of
  /// refusals neither opens the breaker nor hides that half of the rest fails.
  OutcomePredicate counts = {};
  std::vector<Placement> placements = PlacementsIn(kResilienceOrder, "circuit-breaker");
};

/// What a CircuitBreaker keeps during an execution: the permit, settled when it is left.
class BreakerCall {
 public:
  BreakerCall() = default;
  BreakerCall(const BreakerCall&) = delete;
  BreakerCall& operator=(const BreakerCall&) = delete;
  ~BreakerCall() { Settle(BreakerSwitch::Verdict::kUndecided, {}); }

  bool Begin(BreakerSwitch& breaker, WaitableClock::TimePoint now) noexcept {
    breaker_ = &breaker;
    permit_ = breaker.Admit(now);
    return permit_.admitted;
  }
  void Settle(BreakerSwitch::Verdict verdict, WaitableClock::TimePoint now) noexcept {
    if (breaker_ != nullptr) breaker_->Settle(permit_, verdict, now);
    breaker_ = nullptr;
  }

 private:
  BreakerSwitch* breaker_ = nullptr;
  BreakerSwitch::Permit permit_;
};

/// Stops calling what keeps failing: while the breaker is open, ends at once with kUnavailable.
/// Time is the contexts'.
///
/// One breaker for all the chains it stands in: register it per dependency (scoped, local), not
/// globally, unless everything depends on the same.
///
/// Stage: resilience. Thread-safe (see BreakerSwitch). May stand in a chain more than once.
class CircuitBreaker final : public PhasedBehavior<BreakerCall> {
 public:
  explicit CircuitBreaker(CircuitBreakerOptions options = {});

  BehaviorTraits traits() const override;
  std::optional<Outcome> Before(PipelineContext& context, BreakerCall& call) override;
  Outcome After(PipelineContext& context, BreakerCall& call, Outcome outcome) override;

  const BreakerSwitch& breaker() const noexcept { return breaker_; }

 private:
  BreakerSwitch::Verdict VerdictOn(const PipelineContext& context, const Outcome& outcome) const;

  const CircuitBreakerOptions options_;
  BreakerSwitch breaker_;
};

}  // namespace krepis
