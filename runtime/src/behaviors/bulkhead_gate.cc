#include "krepis/behaviors/bulkhead_gate.h"

#include <cassert>

namespace krepis {

BulkheadGate::~BulkheadGate() { assert(running_ == 0 && first_ == nullptr); }

BulkheadGate::Admission BulkheadGate::Enter(WaitableClock::TimePoint until,
                                            const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (running_ < max_parallel_) {  // then nobody waits: room goes to waiters before it is free
    ++running_;
    return Admission::kAdmitted;
  }
  if (queued_ >= max_queued_) return Admission::kFull;

  Waiter waiter;
  Append(waiter);
  lock.unlock();
  {
    // It takes the mutex, so it begins and ends without it.
    std::stop_callback on_stop(stop, [&] {
      std::lock_guard stopping(mutex_);
      waiter.wake.notify_all();
    });
    lock.lock();
    while (!waiter.admitted && !stop.stop_requested() && clock_.Now() < until) {
      clock_.WaitUntil(lock, waiter.wake, until);
    }
    if (!waiter.admitted) Remove(waiter);
    lock.unlock();
  }
  // Room that came together with the stop or the end of the wait is taken: the caller's own polling
  // decides what becomes of it.
  if (waiter.admitted) return Admission::kAdmitted;
  return stop.stop_requested() ? Admission::kStopped : Admission::kTimedOut;
}

void BulkheadGate::Leave() noexcept {
  std::lock_guard lock(mutex_);
  assert(running_ > 0);
  if (first_ == nullptr) {
    --running_;
    return;
  }
  Waiter& waiter = *first_;
  Remove(waiter);
  waiter.admitted = true;
  waiter.wake.notify_all();  // under the mutex: the waiter's stack lives no longer
}

size_t BulkheadGate::running() const {
  std::lock_guard lock(mutex_);
  return running_;
}

size_t BulkheadGate::queued() const {
  std::lock_guard lock(mutex_);
  return queued_;
}

void BulkheadGate::Append(Waiter& waiter) noexcept {
  waiter.previous = last_;
  (last_ == nullptr ? first_ : last_->next) = &waiter;
  last_ = &waiter;
  ++queued_;
}

void BulkheadGate::Remove(Waiter& waiter) noexcept {
  (waiter.previous == nullptr ? first_ : waiter.previous->next) = waiter.next;
  (waiter.next == nullptr ? last_ : waiter.next->previous) = waiter.previous;
  --queued_;
}

}  // namespace krepis
