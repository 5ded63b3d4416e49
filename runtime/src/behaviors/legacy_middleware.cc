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
      clock_(clock == nullptr ? SteadyClock::Instance() : *clock),
      timers_(clock_) {}

BehaviorTraits LegacyAdapter::traits() const {
  return {.name = name_, .stage = stage_, .repeatable = true};
}

Outcome LegacyAdapter::TypeMismatch() {
  return Outcome::Failure(
      FailureCode::kTypeMismatch,
      StaticMessage("the context's request or response is not of the middleware's type"));
}

Outcome LegacyAdapter::NextReused() { return PipelineCursor::Reused(); }

LegacyAdapter::Call LegacyAdapter::Start(
    const std::function<void(std::shared_ptr<LegacyTicket>)>& middleware,
    std::function<Outcome()> inside) const {
  auto call = std::make_shared<LegacyCall>(std::move(inside));
  const auto ticket = std::make_shared<LegacyTicket>(call);
  try {
    middleware(ticket);
  } catch (...) {
    call->Threw(PipelineCursor::FailureOfException(name_));
  }
  return call;
}

WaitableClock::TimePoint LegacyAdapter::Until(const PipelineContext& context) const noexcept {
  return std::min(WaitableClock::After(context.Now(), max_wait_), context.deadline());
}

LegacyCall::Finished LegacyAdapter::Finish(PipelineContext& context, LegacyCall& call) {
  return call.Finish(clock_, Until(context), context.stop_token());
}

Task<LegacyCall::Finished> LegacyAdapter::FinishAsync(PipelineContext& context, LegacyCall& call) {
  return call.FinishAsync(context, WaitLimits(context, Until(context), timers_.For(context)));
}

Outcome LegacyAdapter::Conclude(LegacyCall::Finished finished,
                                const std::function<Outcome()>& ended) {
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
