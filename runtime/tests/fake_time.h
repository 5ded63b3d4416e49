#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <vector>

#include "krepis/behaviors/random_source.h"
#include "krepis/waitable_clock.h"

namespace krepis::testing {

/// A clock that a test sets. Thread-safe. A wait either lasts until the test has moved the clock
/// (kManual), or moves the clock itself (kSkipping).
class FakeClock final : public WaitableClock {
 public:
  enum class Waits { kManual, kSkipping };
  explicit FakeClock(Waits waits = Waits::kManual) : waits_(waits) {}

  TimePoint Now() const noexcept override { return TimePoint(Duration(now_.load())); }
  void WaitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& condition,
                 TimePoint until) noexcept override {
    if (waits_ == Waits::kManual) {
      condition.wait_for(lock, std::chrono::milliseconds(1));
      return;
    }
    lock.unlock();
    SkipTo(until);
    lock.lock();
  }

  /// Moves the clock to `time`, as a wait until then does. False, and nothing, when it is kManual.
  bool SkipTo(TimePoint time) {
    if (waits_ == Waits::kManual) return false;
    if (on_skip) on_skip();
    Set(time);
    return true;
  }
  /// Called in the midst of each wait that is skipped.
  std::function<void()> on_skip;

  void Set(TimePoint time) { now_ = time.time_since_epoch().count(); }
  /// Back, if negative.
  void Advance(Duration duration) { now_ += duration.count(); }

 private:
  const Waits waits_;
  std::atomic<int64_t> now_ = 1'000'000'000;
};

/// Numbers a test has chosen, over and over. Not thread-safe.
class FakeRandom final : public RandomSource {
 public:
  explicit FakeRandom(std::vector<uint64_t> numbers) : numbers_(std::move(numbers)) {}
  uint64_t Next() noexcept override { return numbers_[taken_++ % numbers_.size()]; }
  size_t taken() const { return taken_; }

 private:
  std::vector<uint64_t> numbers_;
  size_t taken_ = 0;
};

}  // namespace krepis::testing
