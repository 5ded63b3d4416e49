#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "krepis/async_behavior.h"
#include "krepis/behaviors/backoff.h"
#include "krepis/behaviors/outcome_predicate.h"
#include "krepis/behaviors/resilience_order.h"
#include "krepis/behaviors/wait_timers.h"
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
/// Waits in this thread; in an asynchronous chain it holds none, and the execution's timers end the
/// wait (see WaitTimers). Ends with the latest failure when attempts are used up, or the wait would
/// reach the context's deadline; with kCancelled when stop is requested during a wait.
///
/// Stage: resilience; replays. Thread-safe if clock and random source are. At most one in a chain:
/// attempts would multiply.
class Retry final : public DualPipelineBehavior {
 public:
  explicit Retry(RetryOptions options = {});

  BehaviorTraits traits() const override;
  Outcome Handle(PipelineContext& context, NextPipe next) override;
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override;

 private:
  /// When to try again after attempt `attempt`; nothing when its outcome stands.
  std::optional<WaitableClock::TimePoint> Again(const PipelineContext& context, uint32_t attempt,
                                                const Outcome& outcome) const;

  const RetryOptions options_;
  WaitableClock& clock_;
  RandomSource& random_;
  WaitTimers timers_;
};

}  // namespace krepis
