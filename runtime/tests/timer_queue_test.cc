#include "krepis/timer_queue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "krepis/sleep.h"
#include "krepis/sync_wait.h"
#include "krepis/timer_thread.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::FakeClock;

/// Counts in whatever thread.
struct Count final : Timer {
  void Due() noexcept override { ++calls; }
  std::atomic<int> calls = 0;
};

}  // namespace

TEST_CASE("timers run in the order of their times") {
  FakeClock clock;
  const Clock::TimePoint begin = clock.Now();
  TimerQueue timers(clock);
  struct Note final : Timer {
    void Due() noexcept override { notes->push_back(number); }
    std::vector<int>* notes = nullptr;
    int number = 0;
  };
  std::vector<int> notes;
  std::vector<std::unique_ptr<Note>> all;
  for (int i = 0; i < 100; ++i) {
    all.push_back(std::make_unique<Note>());
    all.back()->notes = &notes;
    all.back()->number = i * 37 % 100;
    timers.Add(*all.back(), begin + std::chrono::seconds(all.back()->number));
  }
  for (int i = 0; i < 100; i += 2) CHECK(timers.Remove(*all[i]));
  CHECK_FALSE(timers.Remove(*all[0]));
  clock.Advance(49s);
  timers.RunDue();
  CHECK(std::ranges::is_sorted(notes));
  clock.Advance(100s);
  timers.RunDue();
  CHECK(std::ranges::is_sorted(notes));
  CHECK(notes.size() == 50);
}

TEST_CASE("a thread of their own runs timers by itself, by the clock it is given") {
  FakeClock clock(FakeClock::Waits::kSkipping);
  TimerThread skipping(clock);
  TimerThread steady;
  PipelineContext context("event", "test");
  auto sleep = [](TimerQueue& queue, Clock::TimePoint due) -> Task<Outcome> {
    co_return co_await SleepUntil(queue, due, {});
  };
  CHECK(SyncWait(sleep(steady, context.Now() + 2ms)).ok());
  const Clock::TimePoint tomorrow = clock.Now() + 24h;
  CHECK(SyncWait(sleep(skipping, tomorrow)).ok());
  CHECK(clock.Now() == tomorrow);
}

TEST_CASE("several threads run one queue: each timer once, and none is called when it is gone") {
  TimerQueue timers(SteadyClock::Instance());
  std::atomic<bool> over = false;
  std::atomic<int> called = 0;
  {
    std::vector<std::jthread> threads;
    for (int runner = 0; runner < 2; ++runner) {
      threads.emplace_back([&] {
        while (!over) timers.RunDue();
      });
    }
    std::vector<std::jthread> owners;
    for (unsigned owner = 0; owner < 3; ++owner) {
      owners.emplace_back([&, owner] {
        std::minstd_rand random(owner + 1);
        for (int i = 0; i < 500; ++i) {
          Count timer;
          timers.Add(timer,
                     SteadyClock::Instance().Now() + std::chrono::microseconds(random() % 9));
          for (unsigned spin = random() % 400; spin > 0; --spin) std::this_thread::yield();
          timers.Cancel(timer);
          called += timer.calls;
          if (timer.calls > 1) called += 1'000'000;
        }
      });
    }
    owners.clear();
    over = true;
  }
  CHECK(called > 0);
  CHECK(called <= 1500);
}

TEST_CASE("a timer whose queue cannot wake up in time is not in it") {
  struct Stuck final : TimerQueue {
    using TimerQueue::TimerQueue;
    void Hasten(Clock::TimePoint) override { throw std::runtime_error("no thread"); }
  };
  Stuck timers(SteadyClock::Instance());
  Count timer;
  CHECK_THROWS_AS(timers.Add(timer, Clock::TimePoint::min()), std::runtime_error);
  CHECK_FALSE(timers.next_due());
  CHECK(timers.RunDue() == 0);
}

}  // namespace krepis
