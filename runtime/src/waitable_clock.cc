#include "krepis/waitable_clock.h"

#include <algorithm>

namespace krepis {

bool WaitableClock::SleepUntil(TimePoint until, const std::stop_token& stop) {
  if (stop.stop_requested()) return false;
  std::mutex mutex;
  std::condition_variable wake;
  // Left in the reverse order: the callback takes the mutex, so it must be gone before the mutex
  // is, and be waited for without it.
  std::stop_callback on_stop(stop, [&] {
    std::lock_guard lock(mutex);
    wake.notify_all();
  });
  std::unique_lock lock(mutex);
  while (!stop.stop_requested() && Now() < until) WaitUntil(lock, wake, until);
  return !stop.stop_requested();
}

SteadyClock& SteadyClock::Instance() noexcept {
  static SteadyClock clock;
  return clock;
}

WaitableClock::TimePoint SteadyClock::Now() const noexcept {
  return std::chrono::steady_clock::now();
}

void SteadyClock::WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
                            TimePoint until) noexcept {
  // Some systems refuse times too far ahead.
  constexpr Duration kLongest = std::chrono::hours(24);
  condition.wait_until(lock, std::min(until, After(Now(), kLongest)));
}

}  // namespace krepis
