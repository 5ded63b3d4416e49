#include "krepis/behaviors/timeout.h"

#include <utility>

namespace krepis {
namespace {

Outcome TimedOut() {
  return Outcome::Failure(FailureCode::kTimedOut, StaticMessage("the time limit was reached"));
}

}  // namespace

Timeout::Timeout(TimeoutOptions options) : options_(std::move(options)) {}

BehaviorTraits Timeout::traits() const {
  return {.name = "timeout",
          .stage = Stage::kResilience,
          .repeatable = true,
          .placements = options_.placements};
}

std::optional<Outcome> Timeout::Before(PipelineContext& context, TimeoutState& state) {
  using Duration = WaitableClock::Duration;
  if (options_.limit <= Duration::zero()) return TimedOut();
  if (options_.limit != Duration::max()) {
    state.deadline.emplace(context, WaitableClock::After(context.Now(), options_.limit));
  }
  if (!options_.request_stop || context.deadline() == PipelineContext::kNoDeadline) {
    return std::nullopt;
  }
  std::stop_source source;
  state.stop.emplace(context, source.get_token());
  state.link.emplace(state.stop->outer(), TimeoutState::Link{source});
  TimerQueue& timers = options_.timers == nullptr ? timers_.For(context) : *options_.timers;
  state.alarm.emplace(timers, context.deadline(), std::move(source));
  return std::nullopt;
}

Outcome Timeout::After(PipelineContext&, TimeoutState& state, Outcome outcome) {
  if (outcome.code() == FailureCode::kCancelled && state.alarm && state.alarm->fired()) {
    return TimedOut();
  }
  return outcome;
}

}  // namespace krepis
