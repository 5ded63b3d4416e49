#include "krepis/cancellable_wait.h"

namespace krepis {

// Four may meet: Arm, which begins the wait; Interrupt and Finish, which other threads call at any
// time once on_stop_ and the timer are set and Enlist is called; and await_resume, in the thread
// that goes on. Before kArmed is set, Interrupt and Finish leave it to Arm to act; afterwards they
// act themselves, and Withdraw says which of them. await_resume waits for an Interrupt that has
// lost, so that it never touches what is gone.

bool CancellableWait::Arm() noexcept {
  if (limits_.stop.stop_possible()) on_stop_.emplace(std::move(limits_.stop), OnStop{this});
  if (limits_.expired) {
    state_.fetch_or(kExpired, std::memory_order_relaxed);
  } else if (limits_.deadline != PipelineContext::kNoDeadline) {
    timers_ = limits_.timers != nullptr ? limits_.timers : strand_->timers();
    if (timers_ != nullptr) timers_->Add(*this, limits_.deadline);
  }
  uint8_t state = state_.load(std::memory_order_acquire);
  if (state != 0) {
    GiveUp(state);
    return false;
  }
  if (!Enlist(outcome_)) return false;
  // From the moment kArmed is set another thread may go on with the strand, and this may be gone.
  state = state_.load(std::memory_order_acquire);
  do {
    if ((state & kFinished) != 0) return false;
    if (state != 0 && Withdraw()) {
      GiveUp(state);
      return false;
    }
  } while (!state_.compare_exchange_weak(state, state | kArmed, std::memory_order_acq_rel,
                                         std::memory_order_acquire));
  return true;
}

void CancellableWait::Interrupt(uint8_t cause) noexcept {
  uint8_t before = state_.fetch_or(cause, std::memory_order_acq_rel);
  if ((before & kArmed) == 0) return;  // Arm will see it
  if (!Withdraw()) return;             // Finish, or the other Interrupt, resumes
  GiveUp(cause);
  strand_->Resume();
}

void CancellableWait::Finish(Outcome outcome) noexcept {
  outcome_ = std::move(outcome);
  uint8_t before = state_.fetch_or(kFinished, std::memory_order_acq_rel);
  if ((before & kArmed) == 0) return;  // Arm will see it
  strand_->Resume();
}

void CancellableWait::GiveUp(uint8_t causes) noexcept {
  outcome_ = (causes & kStopped) != 0
                 ? Outcome::Failure(FailureCode::kCancelled, StaticMessage("stop was requested"))
                 : Outcome::Failure(FailureCode::kTimedOut, StaticMessage("the deadline passed"));
}

Outcome CancellableWait::await_resume() noexcept {
  on_stop_.reset();
  if (timers_ != nullptr) timers_->Cancel(*this);
  return std::move(outcome_);
}

}  // namespace krepis
