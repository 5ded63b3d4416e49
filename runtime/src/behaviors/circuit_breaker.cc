#include "krepis/behaviors/circuit_breaker.h"

#include <utility>

#include "krepis/pipeline_context.h"

namespace krepis {

using Verdict = BreakerSwitch::Verdict;

CircuitBreaker::CircuitBreaker(CircuitBreakerOptions options)
    : options_(std::move(options)), breaker_(options_.breaker) {}

BehaviorTraits CircuitBreaker::traits() const {
  return {.name = "circuit-breaker",
          .stage = Stage::kResilience,
          .repeatable = true,
          .placements = options_.placements};
}

std::optional<Outcome> CircuitBreaker::Before(PipelineContext& context, BreakerCall& call) {
  if (call.Begin(breaker_, context.Now())) return std::nullopt;
  return Outcome::Failure(FailureCode::kUnavailable, StaticMessage("the circuit breaker is open"));
}

Outcome CircuitBreaker::After(PipelineContext& context, BreakerCall& call, Outcome outcome) {
  call.Settle(VerdictOn(context, outcome), context.Now());
  return outcome;
}

Verdict CircuitBreaker::VerdictOn(const PipelineContext& context, const Outcome& outcome) const {
  if (outcome.ok()) return Verdict::kSucceeded;
  bool failed = false;
  if (options_.counts) {
    failed = options_.counts(outcome);
  } else if (outcome.code() == FailureCode::kCancelled) {
    failed = context.Now() >= context.deadline();
  } else {
    failed = IsTransient(outcome.code()) || outcome.code() == FailureCode::kBudgetExceeded;
  }
  return failed ? Verdict::kFailed : Verdict::kUndecided;
}

}  // namespace krepis
