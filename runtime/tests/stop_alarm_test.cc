#include "krepis/stop_alarm.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <random>
#include <stop_token>
#include <thread>
#include <vector>

#include "krepis/timer_thread.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::FakeClock;

void AwaitStop(const std::stop_source& source) {
  while (!source.stop_requested()) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a stop is requested at the deadline, not before") {
  FakeClock clock;
  TimerThread timer(clock);
  std::stop_source early;
  std::stop_source late;
  StopAlarm second(timer, clock.Now() + 2s, late);
  StopAlarm first(timer, clock.Now() + 1s, early);
  clock.Advance(1s);
  AwaitStop(early);
  CHECK(first.fired());
  std::this_thread::sleep_for(5ms);
  CHECK_FALSE(late.stop_requested());
  CHECK_FALSE(second.fired());
  clock.Advance(1s);
  AwaitStop(late);
  CHECK(second.fired());
}

TEST_CASE("an alarm that is gone does nothing") {
  FakeClock clock;
  TimerThread timer(clock);
  std::stop_source dropped;
  std::stop_source kept;
  auto alarm = std::make_unique<StopAlarm>(timer, clock.Now() + 1s, dropped);
  StopAlarm other(timer, clock.Now() + 1s, kept);
  alarm.reset();
  clock.Advance(1h);
  AwaitStop(kept);
  CHECK_FALSE(dropped.stop_requested());
}

TEST_CASE("a target that somebody else stopped did not run out of time") {
  FakeClock clock;
  TimerThread timer(clock);
  std::stop_source stopped;
  std::stop_source after;
  StopAlarm alarm(timer, clock.Now() + 1s, stopped);
  StopAlarm marker(timer, clock.Now() + 2s, after);
  stopped.request_stop();
  clock.Advance(2s);
  AwaitStop(after);
  CHECK_FALSE(alarm.fired());
  CHECK(marker.fired());
}

TEST_CASE("a deadline in the past comes at once; a clock that goes back delays") {
  FakeClock clock;
  TimerThread timer(clock);
  std::stop_source past;
  std::stop_source future;
  StopAlarm first(timer, WaitableClock::TimePoint::min(), past);
  AwaitStop(past);
  StopAlarm second(timer, clock.Now() + 1s, future);
  clock.Advance(-1h);
  std::this_thread::sleep_for(5ms);
  CHECK_FALSE(future.stop_requested());
  clock.Advance(1h + 1s);
  AwaitStop(future);
}

TEST_CASE("a callback may set an alarm of its own") {
  FakeClock clock;
  TimerThread timer(clock);
  std::stop_source outer;
  std::stop_source inner;
  std::unique_ptr<StopAlarm> second;
  std::atomic<bool> done = false;
  std::stop_callback callback(outer.get_token(), [&] {
    second = std::make_unique<StopAlarm>(timer, clock.Now() + 1s, inner);
    done = true;
  });
  StopAlarm first(timer, clock.Now() + 1s, outer);
  clock.Advance(1s);
  while (!done) std::this_thread::yield();
  clock.Advance(1s);
  AwaitStop(inner);
}

TEST_CASE("random alarms go off in the order of their times") {
  FakeClock clock;
  TimerThread timer(clock);
  std::mt19937 random(6);
  struct Set {
    int due;
    std::stop_source source;
    std::unique_ptr<StopAlarm> alarm;
  };
  std::vector<Set> alarms;
  const auto begin = clock.Now();
  for (int i = 0; i < 300; ++i) {
    Set set{static_cast<int>(random() % 50) + 1, {}, nullptr};
    set.alarm =
        std::make_unique<StopAlarm>(timer, begin + std::chrono::seconds(set.due), set.source);
    alarms.push_back(std::move(set));
    if (random() % 4 == 0)
      alarms.erase(alarms.begin() + static_cast<int>(random() % alarms.size()));
  }
  for (int second = 10; second <= 50; second += 10) {
    clock.Set(begin + std::chrono::seconds(second));
    for (const Set& set : alarms) {
      if (set.due <= second) AwaitStop(set.source);
    }
    for (const Set& set : alarms) REQUIRE(set.source.stop_requested() == (set.due <= second));
  }
}

TEST_CASE("threads set and drop alarms at once") {
  TimerThread timer;
  std::atomic<int> fired = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        std::minstd_rand random(thread + 1);
        for (int i = 0; i < 300; ++i) {
          std::stop_source source;
          std::stop_callback callback(source.get_token(), [&] { ++fired; });
          StopAlarm alarm(timer,
                          SteadyClock::Instance().Now() + std::chrono::microseconds(random() % 90),
                          source);
          if (random() % 2 == 0) AwaitStop(source);
        }
      });
    }
  }
  CHECK(fired >= 300);
}

}  // namespace krepis
