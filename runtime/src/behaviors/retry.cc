#include "krepis/behaviors/retry.h"

#include <utility>

#include "krepis/pipeline_context.h"

namespace krepis {

Retry::Retry(RetryOptions options)
    : options_(std::move(options)),
      clock_(options_.clock == nullptr ? SteadyClock::Instance() : *options_.clock),
      random_(options_.random == nullptr ? SystemRandom::Instance() : *options_.random) {}

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
    if (outcome.ok() || attempt >= options_.max_attempts || !Repeats(context, outcome)) {
      return outcome;
    }
    const auto again =
        WaitableClock::After(context.Now(), BackoffDelay(options_.backoff, attempt - 1, random_));
    if (again >= context.deadline()) return outcome;
    if (!clock_.SleepUntil(again, context.stop_token())) {
      return Outcome::Failure(FailureCode::kCancelled,
                              StaticMessage("stop was requested before another attempt"));
    }
  }
}

bool Retry::Repeats(const PipelineContext& context, const Outcome& outcome) const {
  const bool retries = options_.retries ? options_.retries(outcome) : IsTransient(outcome.code());
  return retries && (!options_.may_repeat || options_.may_repeat(context));
}

}  // namespace krepis
