#include "krepis/behaviors/legacy_middleware.h"

#include <algorithm>

#include "krepis/pipeline_cursor.h"

namespace krepis::internal {

using Answer = LegacyCall::Answer;

LegacyAdapter::LegacyAdapter(std::string name, Stage stage, WaitableClock::Duration max_wait,
                             WaitableClock* clock)
    : name_(std::move(name)),
      stage_(stage),
      max_wait_(max_wait),
      clock_(clock == nullptr ? SteadyClock::Instance() : *clock) {}

BehaviorTraits LegacyAdapter::traits() const {
  return {.name = name_, .stage = stage_, .repeatable = true};
}

Outcome LegacyAdapter::TypeMismatch() {
  return Outcome::Failure(
      FailureCode::kTypeMismatch,
      StaticMessage("the context's request or response is not of the middleware's type"));
}

Outcome LegacyAdapter::NextReused() { return PipelineCursor::Reused(); }

Outcome LegacyAdapter::Run(PipelineContext& context, const Middleware& middleware,
                           std::function<Outcome()> inside, const std::function<Outcome()>& reuse,
                           const Ended& ended) {
  auto call = std::make_shared<LegacyCall>(std::move(inside));
  auto ticket = std::make_shared<LegacyTicket>(call);
  try {
    middleware(ticket);
  } catch (...) {
    call->Threw(PipelineCursor::FailureOfException(name_));
  }
  ticket.reset();
  const auto until = std::min(WaitableClock::After(context.Now(), max_wait_), context.deadline());
  LegacyCall::Finished finished = call->Finish(clock_, until, context.stop_token());
  if (finished.again) return reuse();
  switch (finished.answer) {
    case Answer::kEnded:
      return ended();
    case Answer::kAbandoned:
      return Outcome::Failure(
          FailureCode::kFailed,
          StaticMessage("the middleware neither called next nor ended the response"));
    case Answer::kGivenUp:
      if (finished.stopped) {
        return Outcome::Failure(FailureCode::kCancelled,
                                StaticMessage("stop was requested before the middleware answered"));
      }
      return Outcome::Failure(FailureCode::kTimedOut,
                              StaticMessage("the middleware did not answer in time"));
    case Answer::kNone:
    case Answer::kNext:
    case Answer::kError:
      break;
  }
  return std::move(finished.outcome);
}

}  // namespace krepis::internal
