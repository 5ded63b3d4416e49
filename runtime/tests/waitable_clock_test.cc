#include "krepis/waitable_clock.h"

#include <doctest/doctest.h>

#include <chrono>
#include <stop_token>
#include <thread>

#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using Duration = WaitableClock::Duration;
using TimePoint = WaitableClock::TimePoint;
using testing::FakeClock;

}  // namespace

TEST_CASE("times add up without overflow") {
  CHECK(WaitableClock::After(TimePoint(5ns), 3ns) == TimePoint(8ns));
  CHECK(WaitableClock::After(TimePoint(5ns), -8ns) == TimePoint(-3ns));
  CHECK(WaitableClock::After(TimePoint::max(), 1ns) == TimePoint::max());
  CHECK(WaitableClock::After(TimePoint(1ns), Duration::max()) == TimePoint::max());
  CHECK(WaitableClock::After(TimePoint(-2ns), Duration::min()) == TimePoint::min());
  CHECK(WaitableClock::After(TimePoint(0ns), Duration::min()) == TimePoint::min());
  CHECK(WaitableClock::After(TimePoint::min(), Duration::max()) == TimePoint(-1ns));
}

TEST_CASE("the time between two times is never negative") {
  CHECK(WaitableClock::Between(TimePoint(3ns), TimePoint(8ns)) == 5ns);
  CHECK(WaitableClock::Between(TimePoint(8ns), TimePoint(3ns)) == 0ns);
  CHECK(WaitableClock::Between(TimePoint::max(), TimePoint::min()) == 0ns);
  CHECK(WaitableClock::Between(TimePoint::min(), TimePoint::max()) == Duration::max());
  CHECK(WaitableClock::Between(TimePoint(-1ns), TimePoint::max()) == Duration::max());
  CHECK(WaitableClock::Between(TimePoint(0ns), TimePoint::max()) == Duration::max());
}

TEST_CASE("a sleep ends at its time") {
  FakeClock clock(FakeClock::Waits::kSkipping);
  const TimePoint until = clock.Now() + 1h;
  CHECK(clock.SleepUntil(until, {}));
  CHECK(clock.Now() == until);
  CHECK(clock.SleepUntil(until - 2h, {}));
  CHECK(clock.Now() == until);

  SteadyClock& steady = SteadyClock::Instance();
  const TimePoint soon = steady.Now() + 2ms;
  CHECK(steady.SleepUntil(soon, {}));
  CHECK(steady.Now() >= soon);
}

TEST_CASE("a stop ends a sleep") {
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(2ms);
    stop.request_stop();
  });
  CHECK_FALSE(SteadyClock::Instance().SleepUntil(TimePoint::max(), stop.get_token()));
  CHECK_FALSE(SteadyClock::Instance().SleepUntil(TimePoint::min(), stop.get_token()));
}

TEST_CASE("a clock that goes back makes a sleep longer, not endless") {
  FakeClock clock;
  const TimePoint until = clock.Now() + 1s;
  std::jthread mover([&] {
    std::this_thread::sleep_for(2ms);
    clock.Advance(-10s);
    std::this_thread::sleep_for(2ms);
    clock.Advance(12s);
  });
  CHECK(clock.SleepUntil(until, {}));
}

}  // namespace krepis
