#include "krepis/behaviors/bulkhead_gate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <stop_token>
#include <thread>
#include <vector>

#include "krepis/sync_wait.h"
#include "krepis/timer_thread.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using Admission = BulkheadGate::Admission;
using TimePoint = WaitableClock::TimePoint;

void AwaitQueued(const BulkheadGate& gate, size_t queued) {
  while (gate.queued() != queued) std::this_thread::yield();
}

/// Who enters a gate: a thread or a coroutine.
enum class Entrant { kThread, kCoroutine };

Task<Admission> Await(BulkheadGate& gate, WaitLimits limits) {
  co_return co_await gate.EnterWithin(std::move(limits));
}

Admission Enter(BulkheadGate& gate, Entrant entrant, TimePoint until = TimePoint::max(),
                std::stop_token stop = {}, TimerQueue* timers = nullptr) {
  if (entrant == Entrant::kThread) return gate.Enter(until, stop);
  WaitLimits limits(std::move(stop));
  limits.deadline = until;
  limits.timers = timers;
  return SyncWait(Await(gate, std::move(limits)));
}

}  // namespace

TEST_CASE("so many are let in, the rest is refused") {
  BulkheadGate gate(2, 0, SteadyClock::Instance());
  CHECK(Enter(gate, Entrant::kThread) == Admission::kAdmitted);
  CHECK(Enter(gate, Entrant::kCoroutine) == Admission::kAdmitted);
  CHECK(Enter(gate, Entrant::kThread) == Admission::kFull);
  CHECK(Enter(gate, Entrant::kCoroutine) == Admission::kFull);
  CHECK(gate.TryEnter() == Admission::kFull);
  CHECK(gate.running() == 2);
  gate.Leave();
  CHECK(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  gate.Leave();
  gate.Leave();
  CHECK(gate.running() == 0);
}

TEST_CASE("a gate for nobody lets nobody wait") {
  BulkheadGate gate(0, 5, SteadyClock::Instance());
  CHECK(gate.Enter(TimePoint::max(), {}) == Admission::kFull);
}

TEST_CASE("a wait ends at its time or at a stop, and leaves the queue") {
  testing::FakeClock clock(testing::FakeClock::Waits::kSkipping);
  BulkheadGate gate(1, 1, clock);
  REQUIRE(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  const TimePoint until = clock.Now() + 3s;
  CHECK(gate.Enter(until, {}) == Admission::kTimedOut);
  CHECK(clock.Now() == until);
  CHECK(gate.Enter(TimePoint::min(), {}) == Admission::kTimedOut);
  std::stop_source stop;
  stop.request_stop();
  CHECK(gate.Enter(TimePoint::max(), stop.get_token()) == Admission::kStopped);
  CHECK(gate.queued() == 0);
  gate.Leave();
}

TEST_CASE("a stop from another thread ends a wait") {
  for (Entrant entrant : {Entrant::kThread, Entrant::kCoroutine}) {
    BulkheadGate gate(1, 1, SteadyClock::Instance());
    REQUIRE(gate.TryEnter() == Admission::kAdmitted);
    CHECK_FALSE(gate.TryEnter());
    std::stop_source stop;
    std::jthread stopper([&] {
      AwaitQueued(gate, 1);
      stop.request_stop();
    });
    CHECK(Enter(gate, entrant, TimePoint::max(), stop.get_token()) == Admission::kStopped);
    CHECK(gate.queued() == 0);
    gate.Leave();
  }
}

TEST_CASE("a coroutine's wait ends at its deadline, and leaves the queue") {
  testing::FakeClock clock(testing::FakeClock::Waits::kSkipping);
  BulkheadGate gate(1, 1, clock);
  TimerThread timers(clock);
  REQUIRE(gate.TryEnter() == Admission::kAdmitted);
  const TimePoint until = clock.Now() + 3s;
  CHECK(Enter(gate, Entrant::kCoroutine, until, {}, &timers) == Admission::kTimedOut);
  CHECK(clock.Now() == until);
  CHECK(gate.queued() == 0);
  gate.Leave();
  CHECK(gate.running() == 0);
}

TEST_CASE("who waits longest is next, thread or coroutine; a full queue refuses") {
  bool coroutine_first = false;
  SUBCASE("a thread first") {}
  SUBCASE("a coroutine first") { coroutine_first = true; }
  BulkheadGate gate(1, 3, SteadyClock::Instance());
  REQUIRE(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::jthread> threads;
  std::stop_source second;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      const Entrant entrant = (i == 0) == coroutine_first ? Entrant::kCoroutine : Entrant::kThread;
      const Admission admission =
          Enter(gate, entrant, TimePoint::max(), i == 1 ? second.get_token() : std::stop_token());
      if (admission != Admission::kAdmitted) return;
      {
        std::lock_guard lock(mutex);
        order.push_back(i);
      }
      gate.Leave();
    });
    AwaitQueued(gate, static_cast<size_t>(i) + 1);
  }
  CHECK(gate.Enter(TimePoint::max(), {}) == Admission::kFull);
  second.request_stop();  // out of the middle of the queue
  AwaitQueued(gate, 2);
  gate.Leave();
  threads.clear();
  CHECK(order == std::vector<int>{0, 2});
  CHECK(gate.running() == 0);
}

TEST_CASE("threads, coroutines, time-outs and stops: never too many inside, no room is lost") {
  constexpr size_t kParallel = 3;
  TimerThread timers;
  BulkheadGate gate(kParallel, 4, SteadyClock::Instance());
  std::atomic<size_t> inside = 0;
  std::atomic<size_t> most = 0;
  std::atomic<size_t> admitted = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&, thread] {
        std::minstd_rand random(thread + 1);
        for (int i = 0; i < 300; ++i) {
          std::stop_source stop;
          std::jthread stopper;
          if (random() % 16 == 0) stopper = std::jthread([&stop] { stop.request_stop(); });
          auto until = SteadyClock::Instance().Now() + std::chrono::microseconds(random() % 300);
          const Entrant entrant = random() % 2 == 0 ? Entrant::kThread : Entrant::kCoroutine;
          if (Enter(gate, entrant, until, stop.get_token(), &timers) != Admission::kAdmitted) {
            continue;
          }
          ++admitted;
          size_t now_inside = ++inside;
          size_t seen = most.load();
          while (seen < now_inside && !most.compare_exchange_weak(seen, now_inside)) {
          }
          std::this_thread::yield();
          --inside;
          gate.Leave();
        }
      });
    }
  }
  CHECK(most <= kParallel);
  CHECK(admitted > 0);
  CHECK(gate.running() == 0);
  CHECK(gate.queued() == 0);
}

}  // namespace krepis
