#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "krepis/timer_queue.h"
#include "krepis/waitable_clock.h"

namespace krepis {

/// A TimerQueue with a thread of its own, started by the first timer. Strands without a scheduler
/// go on in that thread after their timers, and callbacks of stops run in it: slow ones delay other
/// timers.
class TimerThread final : public TimerQueue {
 public:
  /// `clock` must outlive this.
  explicit TimerThread(WaitableClock& clock = SteadyClock::Instance()) noexcept
      : TimerQueue(clock), clock_(clock) {}
  /// Not in its own thread. Timers that are left are not run (assert: there are none).
  ~TimerThread() override;

 private:
  /// Throws std::system_error when there can be no thread.
  void Hasten(Clock::TimePoint due) override;
  void Loop() noexcept;

  WaitableClock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Clock::TimePoint sleeping_until_ = Clock::TimePoint::max();
  bool hastened_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace krepis
