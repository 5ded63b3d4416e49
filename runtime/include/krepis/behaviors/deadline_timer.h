#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "krepis/behaviors/waitable_clock.h"

namespace krepis {

/// Requests stops at deadlines: one thread for any number of them, started by the first.
///
/// Thread-safe. Callbacks of a stop run in that thread, so a slow one delays other deadlines, and
/// one that throws ends the program (as std::stop_callback has it).
class DeadlineTimer {
 public:
  explicit DeadlineTimer(WaitableClock& clock) noexcept : clock_(clock) {}
  DeadlineTimer(const DeadlineTimer&) = delete;
  DeadlineTimer& operator=(const DeadlineTimer&) = delete;
  /// No alarm is set (assert).
  ~DeadlineTimer();

  /// One deadline, for as long as the object lives.
  class Alarm {
   public:
    /// Requests the stop of `target` once the clock reads `at`. Throws std::system_error when the
    /// thread cannot be started.
    Alarm(DeadlineTimer& timer, WaitableClock::TimePoint at, std::stop_source target);
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;
    /// The stop is not requested from here on, but its callbacks may still be running.
    ~Alarm();

    /// Whether the deadline came, before anybody else had stopped the target.
    bool fired() const;

   private:
    friend class DeadlineTimer;
    DeadlineTimer& timer_;
    const WaitableClock::TimePoint at_;
    std::stop_source target_;
    size_t slot_ = 0;  // in the timer's heap, or kNoSlot
    bool fired_ = false;
  };

 private:
  static constexpr size_t kNoSlot = static_cast<size_t>(-1);

  void Run();
  void Insert(Alarm& alarm);
  void Remove(Alarm& alarm) noexcept;
  /// Moves an alarm to where it belongs, beginning at a free slot.
  void Place(Alarm& alarm, size_t slot) noexcept;

  WaitableClock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  /// Binary heap, earliest first.
  std::vector<Alarm*> alarms_;
  WaitableClock::TimePoint sleeping_until_ = WaitableClock::TimePoint::max();
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace krepis
