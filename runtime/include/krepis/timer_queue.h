#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "krepis/clock.h"

namespace krepis {

/// Something that is to happen at a time. It stands in whatever waits for that.
class Timer {
 public:
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

 protected:
  Timer() = default;
  virtual ~Timer() = default;

 private:
  friend class TimerQueue;

  /// Called once per TimerQueue::Add, without a lock, unless the timer was taken out first.
  virtual void Due() noexcept = 0;

  Clock::TimePoint due_{};
  size_t place_ = 0;  // in the queue, from 1; 0: not there
};

/// Timers in the order of their times, by any clock: the one that the contexts have.
///
/// It has no thread. An event loop sleeps until next_due() and calls RunDue(); a test moves its
/// clock and calls RunDue(); a program without a loop has a TimerThread. Thread-safe.
class TimerQueue {
 public:
  /// `clock` must outlive the queue.
  explicit TimerQueue(const Clock& clock) noexcept : clock_(clock) {}
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;
  /// No timer is left (assert).
  virtual ~TimerQueue();

  const Clock& clock() const noexcept { return clock_; }

  /// Calls Due of each timer whose time has come, the earliest first, then runs the strands that
  /// went on by that. Returns how many timers these were.
  size_t RunDue() noexcept;
  /// When the next timer is due; nothing when there is none.
  std::optional<Clock::TimePoint> next_due() const noexcept;

  /// Timers are added once at a time. Allocates only when more timers wait than ever before: then
  /// throws std::bad_alloc when there is no memory, and what a TimerThread throws. The timer is not
  /// in the queue then.
  void Add(Timer& timer, Clock::TimePoint due);
  /// Takes it out; false when Due was called, or is being called. Never waits.
  bool Remove(Timer& timer) noexcept;
  /// Takes it out, and if Due is being called by another thread waits for its end. Not from Due.
  void Cancel(Timer& timer) noexcept;

 protected:
  /// Called when the next timer is due earlier than before: at `due`. The lock is not held.
  virtual void Hasten(Clock::TimePoint due) { static_cast<void>(due); }

 private:
  /// A call of Due, on the stack of who makes it.
  struct Firing {
    const Timer* timer;
    Firing* next;
  };

  void Place(Timer& timer, size_t place) noexcept;
  void Take(Timer& timer) noexcept;

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable fired_;
  std::vector<Timer*> heap_;  // binary, the earliest first
  Firing* firing_ = nullptr;  // one for each thread in RunDue
};

}  // namespace krepis
