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

#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using Admission = BulkheadGate::Admission;
using TimePoint = WaitableClock::TimePoint;

void AwaitQueued(const BulkheadGate& gate, size_t queued) {
  while (gate.queued() != queued) std::this_thread::yield();
}

}  // namespace

TEST_CASE("so many are let in, the rest is refused") {
  BulkheadGate gate(2, 0, SteadyClock::Instance());
  CHECK(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  CHECK(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  CHECK(gate.Enter(TimePoint::max(), {}) == Admission::kFull);
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
  BulkheadGate gate(1, 1, SteadyClock::Instance());
  REQUIRE(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  std::stop_source stop;
  std::jthread stopper([&] {
    AwaitQueued(gate, 1);
    stop.request_stop();
  });
  CHECK(gate.Enter(TimePoint::max(), stop.get_token()) == Admission::kStopped);
  CHECK(gate.queued() == 0);
  gate.Leave();
}

TEST_CASE("who waits longest is next; a full queue refuses") {
  BulkheadGate gate(1, 3, SteadyClock::Instance());
  REQUIRE(gate.Enter(TimePoint::max(), {}) == Admission::kAdmitted);
  std::mutex mutex;
  std::vector<int> order;
  std::vector<std::jthread> threads;
  std::stop_source second;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      Admission admission =
          gate.Enter(TimePoint::max(), i == 1 ? second.get_token() : std::stop_token());
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

TEST_CASE("threads, time-outs and stops: never too many inside, no room is lost") {
  constexpr size_t kParallel = 3;
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
          if (gate.Enter(until, stop.get_token()) != Admission::kAdmitted) continue;
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
