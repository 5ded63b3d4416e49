#include "krepis/behaviors/bulkhead.h"

#include <algorithm>
#include <utility>

namespace krepis {
namespace {

WaitableClock& ClockOf(const BulkheadOptions& options) {
  return options.clock == nullptr ? SteadyClock::Instance() : *options.clock;
}

/// Room in the gate, for as long as it lives.
class Room {
 public:
  explicit Room(BulkheadGate& gate) : gate_(gate) {}
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  ~Room() { gate_.Leave(); }

 private:
  BulkheadGate& gate_;
};

/// How an execution ends that was not admitted. `by_deadline`: the context's deadline comes first.
Outcome Refusal(BulkheadGate::Admission admission, bool by_deadline) {
  switch (admission) {
    case BulkheadGate::Admission::kStopped:
      return Outcome::Failure(FailureCode::kCancelled,
                              StaticMessage("stop was requested while waiting for room"));
    case BulkheadGate::Admission::kTimedOut:
      if (by_deadline) {
        return Outcome::Failure(FailureCode::kTimedOut,
                                StaticMessage("the deadline passed while waiting for room"));
      }
      return Outcome::Failure(FailureCode::kUnavailable,
                              StaticMessage("the bulkhead had no room in time"));
    case BulkheadGate::Admission::kAdmitted:
    case BulkheadGate::Admission::kFull:
      break;
  }
  return Outcome::Failure(FailureCode::kUnavailable, StaticMessage("the bulkhead is full"));
}

}  // namespace

Bulkhead::Bulkhead(BulkheadOptions options)
    : options_(std::move(options)),
      gate_(options_.max_parallel, options_.max_queued, ClockOf(options_)),
      timers_(ClockOf(options_)) {}

BehaviorTraits Bulkhead::traits() const {
  return {.name = "bulkhead",
          .stage = Stage::kResilience,
          .repeatable = true,
          .placements = options_.placements};
}

Outcome Bulkhead::Handle(PipelineContext& context, NextPipe next) {
  const WaitableClock::TimePoint patience = Patience(context);
  const BulkheadGate::Admission admission =
      gate_.Enter(std::min(patience, context.deadline()), context.stop_token());
  if (admission != BulkheadGate::Admission::kAdmitted) {
    return Refusal(admission, context.deadline() <= patience);
  }
  Room room(gate_);
  return next(context);
}

Task<Outcome> Bulkhead::HandleAsync(PipelineContext& context, AsyncNextPipe next) {
  std::optional<BulkheadGate::Admission> admission = gate_.TryEnter();
  WaitableClock::TimePoint patience = WaitableClock::TimePoint::max();
  if (!admission) {
    patience = Patience(context);
    admission = co_await gate_.EnterWithin(WaitLimits(context, patience, timers_.For(context)));
  }
  if (admission != BulkheadGate::Admission::kAdmitted) {
    co_return Refusal(*admission, context.deadline() <= patience);
  }
  Room room(gate_);
  co_return co_await next(context);
}

WaitableClock::TimePoint Bulkhead::Patience(const PipelineContext& context) const noexcept {
  return options_.max_wait == WaitableClock::Duration::max()
             ? WaitableClock::TimePoint::max()
             : WaitableClock::After(context.Now(), options_.max_wait);
}

}  // namespace krepis
