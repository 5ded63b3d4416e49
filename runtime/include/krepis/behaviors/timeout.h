#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "krepis/behaviors/resilience_order.h"
#include "krepis/behaviors/wait_timers.h"
#include "krepis/phased_behavior.h"
#include "krepis/pipeline_context.h"
#include "krepis/stop_alarm.h"
#include "krepis/waitable_clock.h"

namespace krepis {

struct TimeoutOptions {
  /// Zero or less: nothing is ever entered. Duration::max(): no limit of its own.
  WaitableClock::Duration limit = std::chrono::seconds(30);
  /// Requests a stop of the inside when the time is up. Costs an allocation per execution (that of
  /// std::stop_source). Without it the inside has the deadline alone: the engine polls it before
  /// each entry, and what waits in this library minds it.
  bool request_stop = true;
  /// Where that is waited for. Shared by any number of behaviours; must outlive them, and go by the
  /// contexts' clock. Null: the asynchronous execution's, or else a TimerThread of this behaviour's
  /// own, by SteadyClock.
  TimerQueue* timers = nullptr;
  std::vector<Placement> placements = PlacementsIn(kResilienceOrder, "timeout");
};

/// What a Timeout keeps during an execution.
struct TimeoutState {
  struct Link {
    std::stop_source inner;
    void operator()() noexcept { inner.request_stop(); }
  };
  // Left in the reverse order.
  std::optional<StopScope> stop;
  std::optional<DeadlineScope> deadline;
  std::optional<std::stop_callback<Link>> link;
  std::optional<StopAlarm> alarm;
};

/// Gives what is inside a deadline, and a stop token that is stopped when the deadline passes or
/// the outer token is.
///
/// Synchronous work cannot be pre-empted: the execution ends when the work does, which is soon if
/// it polls its stop token or deadline, and never if it does not return. What is cancelled because
/// the time was up ends with kTimedOut; an answer that comes late is still the answer (what was
/// committed is committed).
///
/// Stage: resilience. Thread-safe. May stand in a chain more than once; the earliest deadline
/// counts.
class Timeout final : public PhasedBehavior<TimeoutState> {
 public:
  explicit Timeout(TimeoutOptions options = {});

  BehaviorTraits traits() const override;
  std::optional<Outcome> Before(PipelineContext& context, TimeoutState& state) override;
  Outcome After(PipelineContext& context, TimeoutState& state, Outcome outcome) override;

 private:
  const TimeoutOptions options_;
  WaitTimers timers_;
};

}  // namespace krepis
