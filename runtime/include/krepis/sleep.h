#pragma once

#include <utility>

#include "krepis/cancellable_wait.h"
#include "krepis/timer_queue.h"

namespace krepis {

/// What SleepUntil returns.
class [[nodiscard]] Sleep {
 public:
  class Awaiter;
  using StrandAwaitableTag = void;
  Awaiter operator co_await() && noexcept;

 private:
  friend Sleep SleepUntil(TimerQueue& timers, Clock::TimePoint due, WaitLimits limits) noexcept;
  Sleep(TimerQueue& timers, Clock::TimePoint due, WaitLimits limits) noexcept
      : timers_(timers), due_(due), limits_(std::move(limits)) {}

  TimerQueue& timers_;
  Clock::TimePoint due_;
  WaitLimits limits_;
};

/// Waits until `timers` finds that its clock has reached `due`; not at all where it has already.
/// `co_await` yields success, or kCancelled or kTimedOut when the limits (usually the context) end
/// the wait first. `timers` must outlive the wait.
inline Sleep SleepUntil(TimerQueue& timers, Clock::TimePoint due, WaitLimits limits) noexcept {
  return Sleep(timers, due, std::move(limits));
}

class Sleep::Awaiter final : public CancellableWait {
 private:
  friend class Sleep;

  /// What is in the queue: CancellableWait is a Timer itself, for the deadline.
  class Alarm final : public krepis::Timer {
   public:
    explicit Alarm(Awaiter& awaiter) noexcept : awaiter_(awaiter) {}

   private:
    void Due() noexcept override { awaiter_.Finish(Outcome::Success()); }
    Awaiter& awaiter_;
  };

  explicit Awaiter(Sleep&& sleep) noexcept
      : CancellableWait(std::move(sleep.limits_)),
        timers_(sleep.timers_),
        due_(sleep.due_),
        alarm_(*this) {}

  bool Enlist(Outcome&) noexcept override {
    if (timers_.clock().Now() >= due_) return false;
    timers_.Add(alarm_, due_);
    return true;
  }
  bool Withdraw() noexcept override { return timers_.Remove(alarm_); }

  TimerQueue& timers_;
  const Clock::TimePoint due_;
  Alarm alarm_;
};

inline Sleep::Awaiter Sleep::operator co_await() && noexcept { return Awaiter(std::move(*this)); }

}  // namespace krepis
