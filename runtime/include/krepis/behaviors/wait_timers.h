#pragma once

#include "krepis/pipeline_context.h"
#include "krepis/strand.h"
#include "krepis/timer_thread.h"

namespace krepis {

/// The timers that a behaviour waits by where nobody gave it any: the asynchronous execution's
/// (AsyncExecution::Options), or else its own, whose thread starts when it is first needed.
/// Thread-safe.
class WaitTimers {
 public:
  /// `clock` is that of its own timers, and must outlive this.
  explicit WaitTimers(WaitableClock& clock = SteadyClock::Instance()) noexcept : own_(clock) {}

  TimerQueue& For(const PipelineContext& context) noexcept {
    const Strand* strand = context.strand();
    return strand != nullptr && strand->timers() != nullptr ? *strand->timers() : own_;
  }

 private:
  TimerThread own_;
};

}  // namespace krepis
