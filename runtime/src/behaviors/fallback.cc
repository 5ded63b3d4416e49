#include "krepis/behaviors/fallback.h"

#include <cassert>
#include <utility>

namespace krepis {

Fallback::Fallback(Answer answer, FallbackOptions options)
    : answer_(std::move(answer)), options_(std::move(options)) {
  assert(answer_ != nullptr);
}

BehaviorTraits Fallback::traits() const {
  return {.name = "fallback",
          .stage = Stage::kResilience,
          .repeatable = true,
          .placements = options_.placements};
}

Outcome Fallback::After(PipelineContext& context, NoState&, Outcome outcome) {
  if (outcome.ok()) return outcome;
  const bool answers = options_.answers ? options_.answers(outcome) : IsTransient(outcome.code());
  return answers ? answer_(context, outcome) : std::move(outcome);
}

}  // namespace krepis
