#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <stop_token>

#include "krepis/waitable_clock.h"

namespace krepis {

/// Lets a bounded number in at once, and a bounded number wait, first come first served.
///
/// Thread-safe: one mutex, held for a few instructions. An entry that need not wait allocates
/// nothing.
class BulkheadGate {
 public:
  enum class Admission : uint8_t {
    kAdmitted,  ///< Leave() must follow
    kFull,      ///< and so many waiting already
    kTimedOut,  ///< waited until `until`
    kStopped,   ///< stop was requested before there was room
  };

  /// With `max_parallel` 0 nobody is let in, nor waits.
  BulkheadGate(size_t max_parallel, size_t max_queued, WaitableClock& clock) noexcept
      : max_parallel_(max_parallel),
        max_queued_(max_parallel == 0 ? 0 : max_queued),
        clock_(clock) {}
  BulkheadGate(const BulkheadGate&) = delete;
  BulkheadGate& operator=(const BulkheadGate&) = delete;
  /// Nobody is inside or waiting (assert).
  ~BulkheadGate();

  /// Waits for room until the clock reads `until` or stop is requested.
  Admission Enter(WaitableClock::TimePoint until, const std::stop_token& stop);
  /// Gives the room to whoever waits longest.
  void Leave() noexcept;

  size_t running() const;
  size_t queued() const;

 private:
  struct Waiter {
    std::condition_variable wake;
    Waiter* previous = nullptr;
    Waiter* next = nullptr;
    bool admitted = false;
  };

  void Append(Waiter& waiter) noexcept;
  void Remove(Waiter& waiter) noexcept;

  const size_t max_parallel_;
  const size_t max_queued_;
  WaitableClock& clock_;

  mutable std::mutex mutex_;
  size_t running_ = 0;
  size_t queued_ = 0;
  Waiter* first_ = nullptr;
  Waiter* last_ = nullptr;
};

}  // namespace krepis
