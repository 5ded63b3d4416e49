#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "krepis/clock.h"

namespace krepis {

/// A clock that can be waited on: what behaviours that wait are given, so that tests need not.
/// Contexts get the same one (PipelineContext::BindClock), since deadlines are theirs.
///
/// Implementations are thread-safe. A clock that steps back costs accuracy, never safety: durations
/// are taken as zero then, and waits end later.
class WaitableClock : public Clock {
 public:
  using Duration = TimePoint::duration;

  /// Blocks until `condition` is notified or Now() reaches `until`, and may return earlier without
  /// a reason. `lock` is held before and after, and released meanwhile.
  virtual void WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
                         TimePoint until) noexcept = 0;

  /// Blocks until Now() reaches `until`, or stop is requested. False when stop was requested.
  bool SleepUntil(TimePoint until, const std::stop_token& stop);

  /// `time` + `duration`, as far as a TimePoint can tell.
  static constexpr TimePoint After(TimePoint time, Duration duration) noexcept {
    if (duration > Duration::zero()) {
      return time > TimePoint::max() - duration ? TimePoint::max() : time + duration;
    }
    return time < TimePoint::min() - duration ? TimePoint::min() : time + duration;
  }

  /// From `begin` to `end`; zero when the clock went back, and the longest Duration when there is
  /// none long enough.
  static constexpr Duration Between(TimePoint begin, TimePoint end) noexcept {
    if (end <= begin) return Duration::zero();
    if (begin.time_since_epoch() < Duration::zero() &&
        end > TimePoint::max() + begin.time_since_epoch()) {
      return Duration::max();
    }
    return end - begin;
  }
};

/// std::chrono::steady_clock. Stateless.
class SteadyClock final : public WaitableClock {
 public:
  /// The one to use where none is injected.
  static SteadyClock& Instance() noexcept;

  TimePoint Now() const noexcept override;
  void WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
                 TimePoint until) noexcept override;
};

}  // namespace krepis
