#pragma once

#include <atomic>
#include <stop_token>

#include "krepis/timer_queue.h"

namespace krepis {

/// Requests a stop at a time, unless it is destroyed before.
class StopAlarm final : private Timer {
 public:
  /// Requests the stop of `target` once the clock of `timers`, which must outlive this, reads `at`.
  /// Throws what TimerQueue::Add throws. A callback of the stop that throws ends the program (as
  /// std::stop_callback has it).
  StopAlarm(TimerQueue& timers, Clock::TimePoint at, std::stop_source target);
  /// The stop is not requested from here on; callbacks of it that run in another thread have ended.
  ~StopAlarm() override { timers_.Cancel(*this); }

  /// Whether the time came, before anybody else had stopped the target.
  bool fired() const noexcept { return fired_.load(std::memory_order_acquire); }

 private:
  void Due() noexcept override;

  TimerQueue& timers_;
  std::stop_source target_;
  std::atomic<bool> fired_ = false;
};

}  // namespace krepis
