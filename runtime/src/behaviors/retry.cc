#include "krepis/behaviors/retry.h"

#include <utility>

#include "krepis/pipeline_context.h"
#include "krepis/sleep.h"

namespace krepis {
namespace {

Outcome Stopped() {
  return Outcome::Failure(FailureCode::kCancelled,
                          StaticMessage("stop was requested before another attempt"));
}

}  // namespace

Retry::Retry(RetryOptions options)
    : options_(std::move(options)),
      clock_(options_.clock == nullptr ? SteadyClock::Instance() : *options_.clock),
      random_(options_.random == nullptr ? SystemRandom::Instance() : *options_.random),
      timers_(clock_) {}

BehaviorTraits Retry::traits() const {
  return {.name = "retry",
          .stage = Stage::kResilience,
          .replays = true,
          .placements = options_.placements};
}

Outcome Retry::Handle(PipelineContext& context, NextPipe next) {
  for (uint32_t attempt = 1;; ++attempt) {
    context.items().Set(kAttempt, attempt);
    Outcome outcome = next(context);
    const auto again = Again(context, attempt, outcome);
    if (!again) return outcome;
    if (!clock_.SleepUntil(*again, context.stop_token())) return Stopped();
  }
}

Task<Outcome> Retry::HandleAsync(PipelineContext& context, AsyncNextPipe next) {
  for (uint32_t attempt = 1;; ++attempt) {
    context.items().Set(kAttempt, attempt);
    Outcome outcome = co_await next(context);
    const auto again = Again(context, attempt, outcome);
    if (!again) co_return outcome;
    // The deadline is later.
    outcome = co_await SleepUntil(timers_.For(context), *again, context.stop_token());
    if (!outcome) co_return Stopped();
  }
}

std::optional<WaitableClock::TimePoint> Retry::Again(const PipelineContext& context,
                                                     uint32_t attempt,
                                                     const Outcome& outcome) const {
  if (outcome.ok() || attempt >= options_.max_attempts) return std::nullopt;
  const bool retries = options_.retries ? options_.retries(outcome) : IsTransient(outcome.code());
  if (!retries || (options_.may_repeat && !options_.may_repeat(context))) return std::nullopt;
  const auto again =
      WaitableClock::After(context.Now(), BackoffDelay(options_.backoff, attempt - 1, random_));
  if (again >= context.deadline()) return std::nullopt;
  return again;
}

}  // namespace krepis
