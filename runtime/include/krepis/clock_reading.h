#pragma once

#include <cstdint>

#include "krepis/clock.h"

namespace krepis {

/// A reading of std::chrono::steady_clock that costs a third of now() to take and is turned into a
/// time when somebody asks: on x86-64 it is the processor's time-stamp counter, where Linux itself
/// keeps its monotonic clock by that counter; elsewhere it is now(). Thread-safe, like a value.
class ClockReading {
 public:
  /// A point on both scales.
  struct Sample {
    uint64_t ticks;
    Clock::TimePoint time;
  };

  /// The beginning of steady_clock.
  constexpr ClockReading() = default;
  static ClockReading Take() noexcept;

  /// When it was taken; not after now(). Exact to what reading both clocks one after the other
  /// takes (tens of nanoseconds), plus 0.05 % of the time since: the most that the kernel slews the
  /// one against the other.
  Clock::TimePoint time() const noexcept;

  /// The time of `ticks`, on the line through both samples: `first` is before `ticks`, and `now` is
  /// not. Public for tests.
  static Clock::TimePoint Interpolate(const Sample& first, uint64_t ticks,
                                      const Sample& now) noexcept;

 private:
  constexpr explicit ClockReading(uint64_t ticks) noexcept : ticks_(ticks) {}

  uint64_t ticks_ = 0;
};

}  // namespace krepis
