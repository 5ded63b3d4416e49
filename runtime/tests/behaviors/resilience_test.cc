#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "krepis/behaviors/bulkhead.h"
#include "krepis/behaviors/circuit_breaker.h"
#include "krepis/behaviors/fallback.h"
#include "krepis/behaviors/retry.h"
#include "krepis/behaviors/timeout.h"
#include "runtime/tests/allocation_counter.h"
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::Failing;
using testing::FakeClock;
using testing::TestChain;
using testing::Trace;
using State = BreakerSwitch::State;

Outcome Answer(PipelineContext&, const Outcome&) { return Outcome::Success(); }

/// Fails once the stop is requested, which it waits for.
Outcome UntilStopped(PipelineContext& context) {
  while (!context.stop_requested()) std::this_thread::yield();
  return Outcome::Failure(FailureCode::kCancelled, "saw the stop");
}

/// Executions of a breaker that opens at the second failure.
class CircuitBreakerTest {
 protected:
  CircuitBreakerOptions Options() {
    return {.breaker = {.minimum_throughput = 2, .break_duration = 10s}};
  }
  FailureCode Run(FailureCode code) {
    chain_.Handler([code](PipelineContext&) {
      return code == FailureCode::kNone ? Outcome::Success() : Outcome::Failure(code);
    });
    PipelineContext context("event", "test");
    context.BindClock(clock_);
    return chain_.Run(context).code();
  }

  FakeClock clock_;
  TestChain chain_;
};

}  // namespace

TEST_CASE("a full bulkhead refuses without entering") {
  TestChain chain;
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 1, .max_queued = 0});
  Outcome inner;
  chain.Handler([&](PipelineContext& context) {
    CHECK(bulkhead.running() == 1);
    PipelineContext child("event", "inner", context);
    inner = PipelineExecutor().Execute(chain.Build(), child);
    CHECK(child.metadata().short_circuit_point == "bulkhead");
    return Outcome::Success();
  });
  CHECK(chain.Run().ok());
  CHECK(inner.code() == FailureCode::kUnavailable);
  CHECK(chain.trace() == Trace{"handler"});
  CHECK(bulkhead.running() == 0);
}

TEST_CASE("a wait for room ends by patience or deadline, each with its code") {
  FakeClock clock(FakeClock::Waits::kSkipping);
  TestChain chain;
  chain.Add<Bulkhead>(
      BulkheadOptions{.max_parallel = 1, .max_queued = 1, .max_wait = 5s, .clock = &clock});
  chain.Handler([&](PipelineContext& context) {
    auto run = [&](auto deadline) {
      PipelineContext child("event", "inner", context);
      DeadlineScope earlier(child, deadline);
      return PipelineExecutor().Execute(chain.Build(), child).code();
    };
    const auto begin = clock.Now();
    CHECK(run(PipelineContext::kNoDeadline) == FailureCode::kUnavailable);
    CHECK(clock.Now() - begin == 5s);
    CHECK(run(clock.Now() + 1s) == FailureCode::kTimedOut);
    CHECK(clock.Now() - begin == 6s);
    return Outcome::Success();
  });
  PipelineContext context("event", "test");
  context.BindClock(clock);
  CHECK(chain.Run(context).ok());
}

TEST_CASE("a stop ends a wait for room") {
  TestChain chain;
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 1});
  chain.Handler([&](PipelineContext&) {
    std::stop_source stop;
    PipelineContext child("event", "inner", stop.get_token());
    std::jthread stopper([&] {
      while (bulkhead.queued() == 0) std::this_thread::yield();
      stop.request_stop();
    });
    CHECK(PipelineExecutor().Execute(chain.Build(), child).code() == FailureCode::kCancelled);
    return Outcome::Success();
  });
  CHECK(chain.Run().ok());
  CHECK(chain.trace() == Trace{"handler"});
}

TEST_CASE("a bulkhead gives its room back when the inside throws") {
  TestChain chain;
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 1, .max_queued = 0});
  chain.Handler([](PipelineContext&) -> Outcome { throw std::runtime_error("boom"); });
  for (int i = 0; i < 3; ++i) CHECK(chain.Run().code() == FailureCode::kException);
  CHECK(bulkhead.running() == 0);
}

TEST_CASE("threads through one bulkhead: never too many inside, all get their turn") {
  TestChain chain;
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 2, .max_queued = 8});
  std::atomic<int> inside = 0;
  std::atomic<int> done = 0;
  std::atomic<bool> crowded = false;
  class Work final : public PipelineHandler {
   public:
    explicit Work(std::function<void()> body) : body_(std::move(body)) {}
    Outcome Handle(PipelineContext&) override {
      body_();
      return Outcome::Success();
    }

   private:
    std::function<void()> body_;
  } work([&] {
    if (++inside > 2) crowded = true;
    std::this_thread::yield();
    --inside;
    ++done;
  });
  auto provider = std::move(chain.builder()).Build();
  REQUIRE(provider.ok());
  auto built = (*provider)->Chain({.id = "work"}, work);
  REQUIRE(built.ok());
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 6; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) {
          PipelineContext context("event", "work");
          if (!PipelineExecutor().Execute(**built, context)) crowded = true;
        }
      });
    }
  }
  CHECK_FALSE(crowded);
  CHECK(done == 1200);
  CHECK(bulkhead.running() == 0);
}

TEST_CASE("work that minds its stop token ends with timed-out") {
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.limit = 2ms});
  chain.Handler(UntilStopped);
  Outcome outcome = chain.Run();
  CHECK(outcome.code() == FailureCode::kTimedOut);
}

TEST_CASE("a caller's stop is still a cancellation inside a time-out") {
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.limit = 1h});
  std::stop_source stop;
  chain.Handler([&](PipelineContext& context) {
    CHECK_FALSE(context.stop_requested());
    stop.request_stop();
    return UntilStopped(context);
  });
  PipelineContext context("event", "test", stop.get_token());
  CHECK(chain.Run(context).code() == FailureCode::kCancelled);
  CHECK(context.deadline() == PipelineContext::kNoDeadline);
}

TEST_CASE("nothing is entered past the time limit, and a late answer is an answer") {
  FakeClock clock;
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.limit = 1s, .request_stop = false});
  bool enter_more = true;
  chain.AddProbe({.name = "slow", .stage = Stage::kGuard},
                 [&](PipelineContext& context, NextPipe next) {
                   if (!enter_more) {
                     Outcome outcome = next(context);
                     clock.Advance(2s);
                     return outcome;
                   }
                   clock.Advance(2s);
                   return next(context);
                 });
  PipelineContext context("event", "test");
  context.BindClock(clock);
  CHECK(chain.Run(context).code() == FailureCode::kTimedOut);
  CHECK(chain.trace() == Trace{"+slow", "~slow timed-out"});
  enter_more = false;
  CHECK(chain.Run(context).ok());
}

TEST_CASE("limits of nothing and without end; the earliest deadline counts") {
  for (auto limit :
       {WaitableClock::Duration(0), WaitableClock::Duration(-1), WaitableClock::Duration::min()}) {
    TestChain chain;
    chain.Add<Timeout>(TimeoutOptions{.limit = limit});
    CHECK(chain.Run().code() == FailureCode::kTimedOut);
    CHECK(chain.trace().empty());
  }
  {
    TestChain chain;
    chain.Add<Timeout>(TimeoutOptions{.limit = WaitableClock::Duration::max()});
    chain.Handler([](PipelineContext& context) {
      CHECK(context.deadline() == PipelineContext::kNoDeadline);
      return Outcome::Success();
    });
    CHECK(chain.Run().ok());
  }
  FakeClock clock;
  const auto begin = clock.Now();
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.limit = 1s, .request_stop = false});
  chain.Add<Timeout>(TimeoutOptions{.limit = 1min, .request_stop = false});
  chain.Handler([&](PipelineContext& context) {
    CHECK(context.deadline() == begin + 1s);
    return Outcome::Success();
  });
  PipelineContext context("event", "test");
  context.BindClock(clock);
  CHECK(chain.Run(context).ok());
  CHECK(context.deadline() == PipelineContext::kNoDeadline);
}

TEST_CASE("a time-out without a stop token of its own costs no allocation") {
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.request_stop = false});
  chain.Add<CircuitBreaker>();
  chain.Add<Bulkhead>();
  chain.Add<Fallback>(Answer);
  CHECK(chain.Run().ok());
  const PipelineChain& built = chain.Build();
  chain.trace().clear();
  PipelineContext context("event", "test");
  const auto before = testing::AllocationCount();
  CHECK(PipelineExecutor().Execute(built, context).ok());
  CHECK(testing::AllocationCount() == before);
}

TEST_CASE("many executions share one timer") {
  TimerThread timers;
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.limit = 1ms, .timers = &timers});
  class Wait final : public PipelineHandler {
   public:
    Outcome Handle(PipelineContext& context) override { return UntilStopped(context); }
  } wait;
  auto provider = std::move(chain.builder()).Build();
  REQUIRE(provider.ok());
  auto built = (*provider)->Chain({.id = "wait"}, wait);
  REQUIRE(built.ok());
  std::atomic<int> timed_out = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 20; ++i) {
          PipelineContext context("event", "wait");
          Outcome outcome = PipelineExecutor().Execute(**built, context);
          if (outcome.code() == FailureCode::kTimedOut) ++timed_out;
        }
      });
    }
  }
  CHECK(timed_out == 80);
}

TEST_CASE_FIXTURE(CircuitBreakerTest, "an open breaker ends executions without entering") {
  CircuitBreaker& breaker = chain_.Add<CircuitBreaker>(Options());
  CHECK(Run(FailureCode::kFailed) == FailureCode::kFailed);
  CHECK(Run(FailureCode::kTimedOut) == FailureCode::kTimedOut);
  CHECK(breaker.breaker().state() == State::kOpen);
  CHECK(Run(FailureCode::kNone) == FailureCode::kUnavailable);
  CHECK(chain_.trace().size() == 2);
  clock_.Advance(10s);
  CHECK(Run(FailureCode::kNone) == FailureCode::kNone);
  CHECK(breaker.breaker().state() == State::kClosed);
}

TEST_CASE_FIXTURE(CircuitBreakerTest, "refusals neither open it nor close it") {
  CircuitBreaker& breaker = chain_.Add<CircuitBreaker>(Options());
  for (int i = 0; i < 50; ++i) {
    for (FailureCode code : {FailureCode::kUnauthorized, FailureCode::kForbidden,
                             FailureCode::kInvalid, FailureCode::kCancelled}) {
      CHECK(Run(code) == code);
    }
  }
  CHECK(breaker.breaker().state() == State::kClosed);
  Run(FailureCode::kFailed);
  Run(FailureCode::kException);
  CHECK(breaker.breaker().state() == State::kOpen);
  clock_.Advance(10s);
  CHECK(Run(FailureCode::kUnauthorized) == FailureCode::kUnauthorized);
  CHECK(breaker.breaker().state() == State::kHalfOpen);
  CHECK(Run(FailureCode::kFailed) == FailureCode::kFailed);
  CHECK(breaker.breaker().state() == State::kOpen);
}

TEST_CASE_FIXTURE(CircuitBreakerTest, "what counts can be said; a predicate that throws does not") {
  CircuitBreakerOptions options = Options();
  options.counts = [](const Outcome& outcome) {
    if (outcome.code() == FailureCode::kFailed) throw std::runtime_error("predicate");
    return outcome.code() == FailureCode::kForbidden;
  };
  CircuitBreaker& breaker = chain_.Add<CircuitBreaker>(options);
  for (int i = 0; i < 5; ++i) CHECK(Run(FailureCode::kFailed) == FailureCode::kException);
  for (int i = 0; i < 5; ++i) Run(FailureCode::kUnavailable);
  CHECK(breaker.breaker().state() == State::kClosed);
  Run(FailureCode::kForbidden);
  Run(FailureCode::kForbidden);
  CHECK(breaker.breaker().state() == State::kOpen);
  // A probe lost to the predicate leaves room for another.
  clock_.Advance(10s);
  CHECK(Run(FailureCode::kFailed) == FailureCode::kException);
  CHECK(Run(FailureCode::kNone) == FailureCode::kNone);
  CHECK(breaker.breaker().state() == State::kClosed);
}

TEST_CASE("what a time-out outside cancels counts as a failure of the inside") {
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.limit = 50ms});
  CircuitBreaker& breaker =
      chain.Add<CircuitBreaker>(CircuitBreakerOptions{.breaker = {.minimum_throughput = 2}});
  chain.Handler(UntilStopped);
  for (int i = 0; i < 2; ++i) CHECK(chain.Run().code() == FailureCode::kTimedOut);
  CHECK(breaker.breaker().state() == State::kOpen);
}

TEST_CASE("the breaker counts a call with all its attempts once") {
  FakeClock clock(FakeClock::Waits::kSkipping);
  TestChain chain;
  CircuitBreaker& breaker =
      chain.Add<CircuitBreaker>(CircuitBreakerOptions{.breaker = {.minimum_throughput = 2}});
  chain.Add<Retry>(RetryOptions{.max_attempts = 10, .clock = &clock});
  chain.Handler([](PipelineContext&) { return Outcome::Failure(FailureCode::kFailed); });
  CHECK_FALSE(chain.Run().ok());
  CHECK(chain.trace().size() == 10);
  CHECK(breaker.breaker().state() == State::kClosed);
}

TEST_CASE("a fallback answers for failures of the moment alone, unless asked") {
  TestChain chain;
  chain.Add<Fallback>([](PipelineContext&, const Outcome& failure) {
    return failure.code() == FailureCode::kTimedOut
               ? Outcome::Failure(FailureCode::kUnavailable, "still no")
               : Outcome::Success();
  });
  chain.Handler(Failing({FailureCode::kFailed, FailureCode::kUnauthorized, FailureCode::kTimedOut,
                         FailureCode::kCancelled}));
  CHECK(chain.Run().ok());
  CHECK(chain.Run().code() == FailureCode::kUnauthorized);
  CHECK(chain.Run().message() == "still no");
  CHECK(chain.Run().code() == FailureCode::kCancelled);
  CHECK(chain.Run().ok());

  TestChain asked;
  asked.Add<Fallback>(Answer, FallbackOptions{.answers = [](const Outcome& outcome) {
                        return outcome.code() == FailureCode::kInvalid;
                      }});
  asked.Handler(Failing({FailureCode::kInvalid, FailureCode::kFailed}));
  CHECK(asked.Run().ok());
  CHECK(asked.Run().code() == FailureCode::kFailed);

  TestChain broken;
  broken.Add<Fallback>(
      [](PipelineContext&, const Outcome&) -> Outcome { throw std::runtime_error("answer"); });
  broken.Handler(Failing({FailureCode::kFailed}));
  CHECK(broken.Run().code() == FailureCode::kException);
}

TEST_CASE("the stage has its order whatever the order and scope of registration") {
  TestChain chain;
  chain.builder().AddLocal<Fallback>("test", Answer);
  chain.builder().AddLocal<Bulkhead>("test");
  chain.Add<Retry>();
  chain.Add<CircuitBreaker>();
  chain.Add<Timeout>();
  CHECK(chain.Order() == "fallback bulkhead timeout circuit-breaker retry");
}

TEST_CASE("the order of the stage is data") {
  constexpr std::string_view kOrder[] = {"retry", "circuit-breaker", "timeout"};
  TestChain chain;
  chain.Add<Timeout>(TimeoutOptions{.placements = PlacementsIn(kOrder, "timeout")});
  chain.Add<CircuitBreaker>(
      CircuitBreakerOptions{.placements = PlacementsIn(kOrder, "circuit-breaker")});
  chain.Add<Retry>(RetryOptions{.placements = PlacementsIn(kOrder, "retry")});
  CHECK(chain.Order() == "retry circuit-breaker timeout");
  CHECK(PlacementsIn(kOrder, "bulkhead").empty());
}

}  // namespace krepis
