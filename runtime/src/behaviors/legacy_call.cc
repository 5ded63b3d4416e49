#include "krepis/behaviors/legacy_call.h"

namespace krepis::internal {

void LegacyCall::Next(Outcome error) {
  {
    std::unique_lock lock(mutex_);
    if (answer_ == Answer::kNext || answer_ == Answer::kError) again_ = true;
    const bool here = inside_ && in_middleware_ && std::this_thread::get_id() == owner_;
    const Answer answer = error.ok() ? Answer::kNext : Answer::kError;
    if (!here || answer == Answer::kError) {
      lock.unlock();
      Answered(answer, std::move(error));
      return;
    }
    if (!Settle(answer, std::move(error))) return;
    inside_ran_ = true;
  }
  Outcome outcome = inside_();
  std::lock_guard lock(mutex_);
  outcome_ = std::move(outcome);
}

void LegacyCall::End() { Answered(Answer::kEnded, {}); }

void LegacyCall::Abandon() noexcept { Answered(Answer::kAbandoned, {}); }

bool LegacyCall::ended() const {
  std::lock_guard lock(mutex_);
  return answer_ == Answer::kEnded;
}

bool LegacyCall::BeginWrite() {
  std::lock_guard lock(mutex_);
  const bool after_next = answer_ == Answer::kNext && in_middleware_ && inside_ran_ &&
                          std::this_thread::get_id() == owner_;
  if (answer_ != Answer::kNone && !after_next) return false;
  ++writers_;
  return true;
}

void LegacyCall::EndWrite() noexcept {
  {
    std::lock_guard lock(mutex_);
    --writers_;
    changed_.notify_all();
    if (writers_ > 0 || !awaits_writers_) return;
  }
  written_.Complete();
}

void LegacyCall::Threw(Outcome failure) {
  {
    std::lock_guard lock(mutex_);
    // After next, too: as everywhere, the exception is how the middleware ended.
    if (answer_ == Answer::kNext) {
      answer_ = Answer::kError;
      outcome_ = std::move(failure);
      return;
    }
  }
  Answered(Answer::kError, std::move(failure));
}

LegacyCall::Finished LegacyCall::Finish(WaitableClock& clock, WaitableClock::TimePoint until,
                                        const std::stop_token& stop) {
  {
    std::stop_callback on_stop(stop, [this] {
      std::lock_guard lock(mutex_);
      changed_.notify_all();
    });
    std::unique_lock lock(mutex_);
    in_middleware_ = false;
    while (answer_ == Answer::kNone && !stop.stop_requested() && clock.Now() < until) {
      clock.WaitUntil(lock, changed_, until);
    }
    Settle(Answer::kGivenUp, {});
    changed_.wait(lock, [this] { return writers_ == 0; });
    lock.unlock();
  }
  if (answer_ == Answer::kNext && !inside_ran_) {
    Outcome outcome = inside_();
    std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
  }
  std::lock_guard lock(mutex_);
  return {.answer = answer_,
          .again = again_,
          .stopped = stop.stop_requested(),
          .outcome = std::move(outcome_)};
}

Task<LegacyCall::Finished> LegacyCall::FinishAsync(PipelineContext&, WaitLimits limits) {
  {
    std::lock_guard lock(mutex_);
    in_middleware_ = false;
  }
  const Outcome waited = co_await answered_.Wait(std::move(limits));
  bool writing = false;
  {
    std::lock_guard lock(mutex_);
    Settle(Answer::kGivenUp, {});
    writing = awaits_writers_ = writers_ > 0;
  }
  if (writing) static_cast<void>(co_await written_.Wait({}));
  std::lock_guard lock(mutex_);
  co_return Finished{.answer = answer_,
                     .again = again_,
                     .stopped = waited.code() == FailureCode::kCancelled,
                     .outcome = std::move(outcome_)};
}

bool LegacyCall::again() const {
  std::lock_guard lock(mutex_);
  return again_;
}

void LegacyCall::Answered(Answer answer, Outcome outcome) {
  {
    std::lock_guard lock(mutex_);
    if (!Settle(answer, std::move(outcome))) return;
  }
  answered_.Complete();
}

bool LegacyCall::Settle(Answer answer, Outcome outcome) {
  if (answer_ != Answer::kNone) return false;
  answer_ = answer;
  outcome_ = std::move(outcome);
  changed_.notify_all();
  return true;
}

}  // namespace krepis::internal
