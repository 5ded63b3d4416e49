#include "krepis/timer_queue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

#include "krepis/sleep.h"
#include "krepis/sync_wait.h"

namespace krepis {
namespace {

class ManualClock final : public Clock {
 public:
  TimePoint Now() const noexcept override { return now; }
  TimePoint now{};
};

}  // namespace

TEST_CASE("timers run in the order of their times; a thread of their own runs them by itself") {
  ManualClock clock;
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
    timers.Add(*all.back(), clock.now + std::chrono::seconds(all.back()->number));
  }
  for (int i = 0; i < 100; i += 2) CHECK(timers.Remove(*all[i]));
  CHECK_FALSE(timers.Remove(*all[0]));
  clock.now += std::chrono::seconds(49);
  timers.RunDue();
  CHECK(std::ranges::is_sorted(notes));
  clock.now += std::chrono::seconds(100);
  timers.RunDue();
  CHECK(std::ranges::is_sorted(notes));
  CHECK(notes.size() == 50);

  TimerThread thread;
  PipelineContext context("event", "test");
  auto sleep = [](TimerQueue& queue, PipelineContext& on) -> Task<Outcome> {
    co_return co_await SleepUntil(queue, on.Now() + std::chrono::milliseconds(2), on);
  };
  CHECK(SyncWait(sleep(thread, context)).ok());
}

}  // namespace krepis
