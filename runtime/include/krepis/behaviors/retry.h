#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "krepis/behaviors/backoff.h"
#include "krepis/behaviors/outcome_predicate.h"
#include "krepis/behaviors/resilience_order.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_items.h"

namespace krepis {

/// Which attempt this is, 1 the first: for the handler, and for logs. Set by Retry.
inline constexpr ItemKey<uint32_t> kAttempt{"attempt"};

struct RetryOptions {
  /// With the first one. 0 is taken as 1.
  uint32_t max_attempts = 3;
  BackoffOptions backoff = {};
  /// Which failures are worth another attempt. Empty: those that are IsTransient.
  OutcomePredicate retries = {};
  /// Whether this request may be done twice. Empty: every request may, so give one unless all that
  /// is inside is idempotent.
  std::function<bool(const PipelineContext&)> may_repeat = {};
  /// Null: SteadyClock, SystemRandom.
  WaitableClock* clock = nullptr;
  RandomSource* random = nullptr;
  std::vector<Placement> placements = PlacementsIn(kResilienceOrder, "retry");
};

/// Tries again what failed for the moment. Each attempt runs everything inside: guards, validation,
/// transaction, handler. What an attempt wrote into the response stays there for the next one.
///
/// Waits in this thread. Ends with the latest failure when attempts are used up, or the wait would
/// reach the context's deadline; with kCancelled when stop is requested during a wait.
///
/// Stage: resilience; replays. Thread-safe if clock and random source are. At most one in a chain:
/// attempts would multiply.
class Retry final : public PipelineBehavior {
 public:
  explicit Retry(RetryOptions options = {});

  BehaviorTraits traits() const override;
  Outcome Handle(PipelineContext& context, NextPipe next) override;

 private:
  bool Repeats(const PipelineContext& context, const Outcome& outcome) const;

  const RetryOptions options_;
  WaitableClock& clock_;
  RandomSource& random_;
};

}  // namespace krepis
