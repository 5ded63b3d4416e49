#include "krepis/clock_reading.h"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace krepis {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

TEST_CASE("a reading is of the time when it was taken, whenever it is asked") {
  const auto first = ClockReading::Take();
  for (int i = 0; i < 20; ++i) {
    const auto before = steady_clock::now();
    const ClockReading reading = ClockReading::Take();
    const auto after = steady_clock::now();
    std::this_thread::sleep_for(std::chrono::milliseconds(i));
    const auto time = reading.time();
    // The two clocks are read one after the other, and a thread can be put aside in between.
    CHECK(time > before - std::chrono::milliseconds(20));
    CHECK(time < after + std::chrono::milliseconds(20));
    CHECK(time > first.time() - std::chrono::milliseconds(20));
    CHECK(time <= steady_clock::now());
  }
}

TEST_CASE("a reading that was never taken is the clock's beginning") {
  CHECK(ClockReading().time() == Clock::TimePoint());
}

TEST_CASE("ticks become times on the line between two samples, and never leave it") {
  const auto at = [](int64_t count) { return Clock::TimePoint(nanoseconds(count)); };
  const ClockReading::Sample first{1000, at(500)};
  const ClockReading::Sample now{5000, at(1500)};
  CHECK(ClockReading::Interpolate(first, 3000, now) == at(1000));
  CHECK(ClockReading::Interpolate(first, 4000, now) == at(1250));
  CHECK(ClockReading::Interpolate(first, 1000, now) == at(500));
  CHECK(ClockReading::Interpolate(first, 5000, now) == at(1500));
  CHECK(ClockReading::Interpolate(first, 900, now) == at(500));
  CHECK(ClockReading::Interpolate(first, 5100, now) == at(1500));
  CHECK(ClockReading::Interpolate(first, 1000, first) == at(500));
}

}  // namespace krepis
