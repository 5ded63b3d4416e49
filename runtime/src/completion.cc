#include "krepis/completion.h"

#include <cassert>

namespace krepis {

bool Completion::Complete(Outcome outcome) noexcept {
  if (claimed_.exchange(true, std::memory_order_relaxed)) return false;
  outcome_ = outcome;
  // Once state_ says that it is complete, this may be gone.
  void* waiting = state_.exchange(this, std::memory_order_acq_rel);
  if (waiting != nullptr) static_cast<Awaiter*>(waiting)->Finish(std::move(outcome));
  return true;
}

bool Completion::Awaiter::Enlist(Outcome& outcome) noexcept {
  void* state = nullptr;
  if (completion_.state_.compare_exchange_strong(state, this, std::memory_order_acq_rel)) {
    return true;
  }
  assert(state == &completion_);
  outcome = completion_.outcome_;
  return false;
}

bool Completion::Awaiter::Withdraw() noexcept {
  void* state = this;
  return completion_.state_.compare_exchange_strong(state, nullptr, std::memory_order_acq_rel);
}

}  // namespace krepis
