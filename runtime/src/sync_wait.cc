#include "krepis/sync_wait.h"

namespace krepis::internal {

void Gate::Open() noexcept {
  if (state_.exchange(State::kOpen, std::memory_order_acq_rel) == State::kShut) return;
  std::lock_guard lock(mutex_);  // held while notifying: afterwards this may be gone
  open_ = true;
  opened_.notify_one();
}

void Gate::Wait() noexcept {
  if (state_.exchange(State::kAwaited, std::memory_order_acq_rel) == State::kOpen) return;
  std::unique_lock lock(mutex_);
  opened_.wait(lock, [&] { return open_; });
}

}  // namespace krepis::internal
