#include "krepis/behaviors/bulkhead_gate.h"

#include <cassert>
#include <utility>

namespace krepis {

/// A thread in the queue.
class BulkheadGate::Thread final : public Waiter {
 public:
  bool admitted() const noexcept { return admitted_; }
  std::condition_variable& wake() noexcept { return wake_; }

 private:
  // Under the mutex: the stack that this stands on lives no longer.
  void Admit(std::unique_lock<std::mutex>&) noexcept override {
    admitted_ = true;
    wake_.notify_all();
  }

  std::condition_variable wake_;
  bool admitted_ = false;
};

BulkheadGate::~BulkheadGate() { assert(running_ == 0 && first_ == nullptr); }

std::optional<BulkheadGate::Admission> BulkheadGate::AdmitAtOnce() noexcept {
  if (running_ < max_parallel_) {  // then nobody waits: room goes to waiters before it is free
    ++running_;
    return Admission::kAdmitted;
  }
  if (queued_ >= max_queued_) return Admission::kFull;
  return std::nullopt;
}

std::optional<BulkheadGate::Admission> BulkheadGate::TryEnter() noexcept {
  std::lock_guard lock(mutex_);
  return AdmitAtOnce();
}

BulkheadGate::Admission BulkheadGate::Enter(WaitableClock::TimePoint until,
                                            const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (const std::optional<Admission> at_once = AdmitAtOnce()) return *at_once;

  Thread waiter;
  Append(waiter);
  lock.unlock();
  {
    // It takes the mutex, so it begins and ends without it.
    std::stop_callback on_stop(stop, [&] {
      std::lock_guard stopping(mutex_);
      waiter.wake().notify_all();
    });
    lock.lock();
    while (!waiter.admitted() && !stop.stop_requested() && clock_.Now() < until) {
      clock_.WaitUntil(lock, waiter.wake(), until);
    }
    if (!waiter.admitted()) Remove(waiter);
    lock.unlock();
  }
  // Room that came together with the stop or the end of the wait is taken: the caller's own polling
  // decides what becomes of it.
  if (waiter.admitted()) return Admission::kAdmitted;
  return stop.stop_requested() ? Admission::kStopped : Admission::kTimedOut;
}

bool BulkheadGate::Awaiter::Enlist(Outcome& outcome) noexcept {
  std::lock_guard lock(gate_.mutex_);
  if (const std::optional<Admission> at_once = gate_.AdmitAtOnce()) {
    if (*at_once == Admission::kFull) outcome = Outcome::Failure(FailureCode::kUnavailable);
    return false;
  }
  gate_.Append(*this);
  queued_ = true;
  return true;
}

bool BulkheadGate::Awaiter::Withdraw() noexcept {
  std::lock_guard lock(gate_.mutex_);
  if (!std::exchange(queued_, false)) return false;
  gate_.Remove(*this);
  return true;
}

void BulkheadGate::Awaiter::Admit(std::unique_lock<std::mutex>& lock) noexcept {
  queued_ = false;
  lock.unlock();
  Finish(Outcome::Success());
}

BulkheadGate::Admission BulkheadGate::Awaiter::await_resume() noexcept {
  switch (CancellableWait::await_resume().code()) {
    case FailureCode::kNone:
      return Admission::kAdmitted;
    case FailureCode::kCancelled:
      return Admission::kStopped;
    case FailureCode::kTimedOut:
      return Admission::kTimedOut;
    default:
      return Admission::kFull;
  }
}

void BulkheadGate::Leave() noexcept {
  std::unique_lock lock(mutex_);
  assert(running_ > 0);
  if (first_ == nullptr) {
    --running_;
    return;
  }
  Waiter& waiter = *first_;
  Remove(waiter);
  waiter.Admit(lock);
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
  waiter.previous_ = last_;
  (last_ == nullptr ? first_ : last_->next_) = &waiter;
  last_ = &waiter;
  ++queued_;
}

void BulkheadGate::Remove(Waiter& waiter) noexcept {
  (waiter.previous_ == nullptr ? first_ : waiter.previous_->next_) = waiter.next_;
  (waiter.next_ == nullptr ? last_ : waiter.next_->previous_) = waiter.previous_;
  --queued_;
}

}  // namespace krepis
