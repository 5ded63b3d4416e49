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

}  // namespace

Bulkhead::Bulkhead(BulkheadOptions options)
    : options_(std::move(options)),
      gate_(options_.max_parallel, options_.max_queued, ClockOf(options_)) {}

BehaviorTraits Bulkhead::traits() const {
  return {.name = "bulkhead",
          .stage = Stage::kResilience,
          .repeatable = true,
          .placements = options_.placements};
}

Outcome Bulkhead::Handle(PipelineContext& context, NextPipe next) {
  const WaitableClock::TimePoint patience =
      options_.max_wait == WaitableClock::Duration::max()
          ? WaitableClock::TimePoint::max()
          : WaitableClock::After(context.Now(), options_.max_wait);
  switch (gate_.Enter(std::min(patience, context.deadline()), context.stop_token())) {
    case BulkheadGate::Admission::kAdmitted: {
      Room room(gate_);
      return next(context);
    }
    case BulkheadGate::Admission::kStopped:
      return Outcome::Failure(FailureCode::kCancelled,
                              StaticMessage("stop was requested while waiting for room"));
    case BulkheadGate::Admission::kTimedOut:
      if (context.deadline() <= patience) {
        return Outcome::Failure(FailureCode::kTimedOut,
                                StaticMessage("the deadline passed while waiting for room"));
      }
      return Outcome::Failure(FailureCode::kUnavailable,
                              StaticMessage("the bulkhead had no room in time"));
    case BulkheadGate::Admission::kFull:
      break;
  }
  return Outcome::Failure(FailureCode::kUnavailable, StaticMessage("the bulkhead is full"));
}

}  // namespace krepis
