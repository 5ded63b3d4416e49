#include "krepis/behaviors/breaker_switch.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <random>
#include <thread>
#include <vector>

namespace krepis {
namespace {

using namespace std::chrono_literals;
using Duration = WaitableClock::Duration;
using TimePoint = WaitableClock::TimePoint;
using State = BreakerSwitch::State;
using Verdict = BreakerSwitch::Verdict;

class BreakerTest {
 protected:
  void Call(Verdict verdict) {
    BreakerSwitch::Permit permit = breaker_.Admit(now_);
    REQUIRE(permit.admitted);
    breaker_.Settle(permit, verdict, now_);
  }
  bool Admits() { return breaker_.Admit(now_).admitted; }
  void Break() {
    for (int i = 0; i < 4; ++i) Call(Verdict::kFailed);
    REQUIRE(breaker_.state() == State::kOpen);
  }

  TimePoint now_{1h};
  BreakerSwitch breaker_{{.failure_ratio = 0.5,
                          .minimum_throughput = 4,
                          .window = 10s,
                          .break_duration = 5s,
                          .probes = 2}};
};

/// The failures within the last slices, counted from a list of all that was recorded.
struct WindowModel {
  struct Entry {
    int64_t slice;
    bool failed;
  };
  int64_t width;
  int64_t newest = std::numeric_limits<int64_t>::min();
  std::vector<Entry> entries;

  FailureWindow::Counts Read(TimePoint now) {
    newest = std::max(newest, now.time_since_epoch().count() / width);
    FailureWindow::Counts counts;
    for (const Entry& entry : entries) {
      if (newest - entry.slice >= static_cast<int64_t>(FailureWindow::kSlices)) continue;
      ++counts.total;
      counts.failed += entry.failed ? 1 : 0;
    }
    return counts;
  }
};

}  // namespace

TEST_CASE("the window agrees with a list of everything, the clock going where it likes") {
  std::mt19937_64 random(3);
  for (int64_t span : {int64_t{-5}, int64_t{1}, int64_t{100}, int64_t{1000}}) {
    FailureWindow window{Duration(span)};
    WindowModel model{.width = std::max<int64_t>(1, span / 10), .entries = {}};
    TimePoint now{0ns};
    for (int step = 0; step < 3000; ++step) {
      int64_t far = random() % 50 == 0 ? 5 * std::max<int64_t>(span, 1) : span / 5 + 2;
      now += Duration(static_cast<int64_t>(random() % static_cast<uint64_t>(far)));
      if (random() % 10 == 0) now -= Duration(static_cast<int64_t>(random() % 200));
      if (random() % 3 != 0) {
        bool failed = random() % 2 == 0;
        window.Record(now, failed);
        model.Read(now);
        model.entries.push_back({model.newest, failed});
      }
      REQUIRE(window.Read(now) == model.Read(now));
      if (random() % 500 == 0) {
        window.Clear();
        model.entries.clear();
      }
    }
  }
}

TEST_CASE("the window stands the ends of time") {
  FailureWindow window(10s);
  window.Record(TimePoint::min(), true);
  CHECK(window.Read(TimePoint::min()) == FailureWindow::Counts{1, 1});
  window.Record(TimePoint::max(), false);
  CHECK(window.Read(TimePoint::min()) == FailureWindow::Counts{1, 0});
}

TEST_CASE_FIXTURE(BreakerTest, "it opens at the ratio, not before the minimum throughput") {
  for (int i = 0; i < 3; ++i) Call(Verdict::kFailed);
  CHECK(breaker_.state() == State::kClosed);
  Call(Verdict::kSucceeded);
  CHECK(breaker_.state() == State::kClosed);  // a success never opens it
  Call(Verdict::kFailed);
  CHECK(breaker_.state() == State::kOpen);
  CHECK(breaker_.trips() == 1);
  CHECK_FALSE(Admits());
}

TEST_CASE_FIXTURE(BreakerTest, "old failures are forgotten") {
  for (int i = 0; i < 3; ++i) Call(Verdict::kFailed);
  now_ += 11s;
  for (int i = 0; i < 3; ++i) Call(Verdict::kFailed);
  CHECK(breaker_.state() == State::kClosed);
}

TEST_CASE_FIXTURE(BreakerTest, "what is undecided counts for neither side") {
  for (int i = 0; i < 100; ++i) Call(Verdict::kUndecided);
  Break();
}

TEST_CASE_FIXTURE(BreakerTest, "after the break so many probes go through, and all must succeed") {
  Break();
  now_ += 5s - 1ns;
  CHECK_FALSE(Admits());
  now_ += 1ns;
  auto first = breaker_.Admit(now_);
  auto second = breaker_.Admit(now_);
  CHECK(first.admitted);
  CHECK(second.admitted);
  CHECK(breaker_.state() == State::kHalfOpen);
  CHECK_FALSE(Admits());
  breaker_.Settle(first, Verdict::kSucceeded, now_);
  CHECK_FALSE(Admits());
  breaker_.Settle(second, Verdict::kSucceeded, now_);
  CHECK(breaker_.state() == State::kClosed);
  // It begins with an empty window.
  for (int i = 0; i < 3; ++i) Call(Verdict::kFailed);
  CHECK(breaker_.state() == State::kClosed);
}

TEST_CASE_FIXTURE(BreakerTest, "a failed probe opens it again") {
  Break();
  now_ += 5s;
  auto first = breaker_.Admit(now_);
  auto second = breaker_.Admit(now_);
  breaker_.Settle(first, Verdict::kFailed, now_);
  CHECK(breaker_.state() == State::kOpen);
  CHECK(breaker_.trips() == 2);
  breaker_.Settle(second, Verdict::kSucceeded, now_);  // too late to matter
  CHECK(breaker_.state() == State::kOpen);
  now_ += 5s - 1ns;
  CHECK_FALSE(Admits());
}

TEST_CASE_FIXTURE(BreakerTest, "an undecided probe makes room for another") {
  Break();
  now_ += 5s;
  Call(Verdict::kUndecided);
  Call(Verdict::kSucceeded);
  Call(Verdict::kUndecided);
  CHECK(breaker_.state() == State::kHalfOpen);
  Call(Verdict::kSucceeded);
  CHECK(breaker_.state() == State::kClosed);
}

TEST_CASE_FIXTURE(BreakerTest, "probes that never come back are given up") {
  Break();
  now_ += 5s;
  auto lost = breaker_.Admit(now_);
  CHECK(Admits());
  CHECK_FALSE(Admits());
  now_ += 5s;
  CHECK(Admits());
  breaker_.Settle(lost, Verdict::kFailed, now_);  // of the round before
  CHECK(breaker_.state() == State::kHalfOpen);
}

TEST_CASE_FIXTURE(BreakerTest, "a late failure from before the break does not count after it") {
  auto slow = breaker_.Admit(now_);
  Break();
  now_ += 5s;
  Call(Verdict::kSucceeded);
  Call(Verdict::kSucceeded);
  REQUIRE(breaker_.state() == State::kClosed);
  breaker_.Settle(slow, Verdict::kFailed, now_);
  for (int i = 0; i < 3; ++i) Call(Verdict::kFailed);
  CHECK(breaker_.state() == State::kClosed);
}

TEST_CASE_FIXTURE(BreakerTest, "a clock that goes back keeps it open longer, no more") {
  Break();
  now_ -= 1h;
  CHECK_FALSE(Admits());
  now_ += 1h + 5s;
  CHECK(Admits());
}

TEST_CASE("options out of range mean what their comments say") {
  auto trip = [](BreakerOptions options, int calls) {
    BreakerSwitch breaker(options);
    for (int i = 0; i < calls; ++i) {
      breaker.Settle(breaker.Admit(TimePoint{}), Verdict::kFailed, TimePoint{});
    }
    return breaker.state();
  };
  CHECK(trip({.failure_ratio = 1.5, .minimum_throughput = 1}, 100) == State::kClosed);
  CHECK(trip({.failure_ratio = std::numeric_limits<double>::quiet_NaN()}, 100) == State::kClosed);
  CHECK(trip({.failure_ratio = -1, .minimum_throughput = 3}, 2) == State::kClosed);
  CHECK(trip({.failure_ratio = -1, .minimum_throughput = 3}, 3) == State::kOpen);
  CHECK(trip({.minimum_throughput = 0}, 1) == State::kOpen);
  CHECK(trip({.minimum_throughput = 1, .window = -1s}, 1) == State::kOpen);

  BreakerSwitch eager({.minimum_throughput = 1, .break_duration = Duration::min(), .probes = 0});
  eager.Settle(eager.Admit(TimePoint{}), Verdict::kSucceeded, TimePoint{});
  CHECK(eager.state() == State::kClosed);
  eager.Settle(eager.Admit(TimePoint{}), Verdict::kFailed, TimePoint{});
  CHECK(eager.state() == State::kOpen);
  eager.Settle(eager.Admit(TimePoint{}), Verdict::kSucceeded, TimePoint{});
  CHECK(eager.state() == State::kClosed);

  BreakerSwitch patient({.minimum_throughput = 1, .break_duration = Duration::max()});
  patient.Settle(patient.Admit(TimePoint(1ns)), Verdict::kFailed, TimePoint(1ns));
  CHECK_FALSE(patient.Admit(TimePoint::max() - 1ns).admitted);
}

TEST_CASE("random calls: never more probes at once than permitted, never a call while open") {
  std::mt19937_64 random(11);
  for (int round = 0; round < 200; ++round) {
    const auto probes = static_cast<uint32_t>(1 + random() % 3);
    BreakerSwitch breaker(
        {.minimum_throughput = 3, .window = 1s, .break_duration = 100ms, .probes = probes});
    TimePoint now{1s};
    TimePoint reopens = TimePoint::min();
    struct Out {
      BreakerSwitch::Permit permit;
      State state;
    };
    std::vector<Out> out;
    for (int step = 0; step < 400; ++step) {
      now += std::chrono::milliseconds(random() % 40);
      if (random() % 2 == 0 || out.empty()) {
        State before = breaker.state();
        uint64_t trips = breaker.trips();
        BreakerSwitch::Permit permit = breaker.Admit(now);
        State after = breaker.state();
        REQUIRE(breaker.trips() == trips);  // asking never opens it
        if (before == State::kClosed) REQUIRE(permit.admitted);
        if (before == State::kOpen) REQUIRE(permit.admitted == (now >= reopens));
        if (!permit.admitted) continue;
        if (after == State::kHalfOpen) {
          uint32_t together = 1;
          for (const Out& call : out) together += call.permit.phase == permit.phase ? 1 : 0;
          REQUIRE(together <= probes);
        }
        out.push_back({permit, after});
      } else {
        size_t which = random() % out.size();
        Out call = out[which];
        out.erase(out.begin() + static_cast<ptrdiff_t>(which));
        State before = breaker.state();
        uint64_t trips = breaker.trips();
        breaker.Settle(call.permit, static_cast<Verdict>(random() % 3), now);
        if (breaker.trips() > trips) reopens = now + 100ms;
        if (before == State::kOpen) REQUIRE(breaker.state() == State::kOpen);
      }
    }
  }
}

TEST_CASE("threads use one breaker at once") {
  BreakerSwitch breaker(
      {.failure_ratio = 0.3, .minimum_throughput = 20, .window = 1ms, .break_duration = 10us});
  std::atomic<uint64_t> admitted = 0;
  std::atomic<uint64_t> settled = 0;
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        std::minstd_rand random(thread + 1);
        for (int i = 0; i < 5000; ++i) {
          TimePoint now = std::chrono::steady_clock::now();
          auto permit = breaker.Admit(now);
          if (!permit.admitted) continue;
          ++admitted;
          breaker.Settle(permit, static_cast<Verdict>(random() % 3), now);
          ++settled;
        }
      });
    }
  }
  CHECK(admitted == settled);
  CHECK(breaker.trips() > 0);
  // Whatever state they left it in, it recovers.
  TimePoint later = std::chrono::steady_clock::now() + 1h;
  for (int i = 0; i < 3; ++i) breaker.Settle(breaker.Admit(later), Verdict::kSucceeded, later);
  CHECK(breaker.state() == State::kClosed);
}

}  // namespace krepis
