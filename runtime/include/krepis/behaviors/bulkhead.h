#pragma once

#include <cstddef>
#include <vector>

#include "krepis/async_behavior.h"
#include "krepis/behaviors/bulkhead_gate.h"
#include "krepis/behaviors/resilience_order.h"
#include "krepis/behaviors/wait_timers.h"
#include "krepis/waitable_clock.h"

namespace krepis {

struct BulkheadOptions {
  /// Executions inside at once; 0 lets none in.
  size_t max_parallel = 10;
  /// Executions waiting to get in.
  size_t max_queued = 20;
  /// How long one waits at most; the context's deadline and stop token bound the wait as well.
  WaitableClock::Duration max_wait = WaitableClock::Duration::max();
  /// Null: SteadyClock.
  WaitableClock* clock = nullptr;
  std::vector<Placement> placements = PlacementsIn(kResilienceOrder, "bulkhead");
};

/// Bounds how many executions are inside at once, over all chains it stands in, so that one slow
/// dependency cannot take every thread.
///
/// Who finds no room waits, first come first served: in this thread, or in an asynchronous chain by
/// suspending; the execution's timers bound that wait (see WaitTimers). Ends without entering with
/// kUnavailable (full, or no room within max_wait), kTimedOut (the context's deadline passed) or
/// kCancelled (stop was requested).
///
/// Stage: resilience. Thread-safe. May stand in a chain more than once (one for all, one for a
/// route).
class Bulkhead final : public DualPipelineBehavior {
 public:
  explicit Bulkhead(BulkheadOptions options = {});

  BehaviorTraits traits() const override;
  Outcome Handle(PipelineContext& context, NextPipe next) override;
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override;

  size_t running() const { return gate_.running(); }
  size_t queued() const { return gate_.queued(); }

 private:
  /// Until when an execution that begins to wait now waits at most, by max_wait alone.
  WaitableClock::TimePoint Patience(const PipelineContext& context) const noexcept;

  const BulkheadOptions options_;
  BulkheadGate gate_;
  WaitTimers timers_;
};

}  // namespace krepis
