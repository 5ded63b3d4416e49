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
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::Failing;
using testing::FakeClock;
using testing::FormTest;
using testing::TestChain;
using testing::Trace;
using State = BreakerSwitch::State;

Outcome Answer(PipelineContext&, const Outcome&) { return Outcome::Success(); }

/// Fails once the stop is requested, which it waits for.
Outcome UntilStopped(PipelineContext& context) {
  while (!context.stop_requested()) std::this_thread::yield();
  return Outcome::Failure(FailureCode::kCancelled, "saw the stop");
}

/// Runs it while this thread's execution is where it is.
Outcome RunElsewhere(TestChain& chain, PipelineContext& context) {
  Outcome outcome;
  std::jthread([&] { outcome = chain.Run(context); }).join();
  return outcome;
}

/// Executions of a breaker that opens at the second failure.
class CircuitBreakerTest {
 protected:
  explicit CircuitBreakerTest(testing::Form form) : chain_(form, &clock_) {}

  CircuitBreakerOptions Options() {
    return {.breaker = {.minimum_throughput = 2, .break_duration = 10s}};
  }
  FailureCode Run(FailureCode code) {
    chain_.Handler([code](PipelineContext&) {
      return code == FailureCode::kNone ? Outcome::Success() : Outcome::Failure(code);
    });
    return chain_.Run().code();
  }

  FakeClock clock_;
  TestChain chain_;
};

}  // namespace

TEST_CASE_OF_FORMS(FormTest, "a full bulkhead refuses without entering") {
  TestChain chain(form_);
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 1, .max_queued = 0});
  Outcome inner;
  chain.Handler([&](PipelineContext& context) {
    CHECK(bulkhead.running() == 1);
    PipelineContext child("event", "inner", context);
    inner = chain.Run(child);
    CHECK(child.metadata().short_circuit_point == "bulkhead");
    return Outcome::Success();
  });
  CHECK(chain.Run().ok());
  CHECK(inner.code() == FailureCode::kUnavailable);
  CHECK(chain.trace() == Trace{"handler"});
  CHECK(bulkhead.running() == 0);
}

TEST_CASE_OF_FORMS(FormTest, "a wait for room ends by patience or deadline, each with its code") {
  FakeClock clock(FakeClock::Waits::kSkipping);
  TestChain chain(form_, &clock);
  chain.Add<Bulkhead>(
      BulkheadOptions{.max_parallel = 1, .max_queued = 1, .max_wait = 5s, .clock = &clock});
  chain.Handler([&](PipelineContext& context) {
    auto run = [&](auto deadline) {
      PipelineContext child("event", "inner", context);
      DeadlineScope earlier(child, deadline);
      return RunElsewhere(chain, child).code();
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

TEST_CASE_OF_FORMS(FormTest, "a stop ends a wait for room") {
  TestChain chain(form_);
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 1});
  chain.Handler([&](PipelineContext&) {
    std::stop_source stop;
    PipelineContext child("event", "inner", stop.get_token());
    std::jthread stopper([&] {
      while (bulkhead.queued() == 0) std::this_thread::yield();
      stop.request_stop();
    });
    CHECK(RunElsewhere(chain, child).code() == FailureCode::kCancelled);
    return Outcome::Success();
  });
  CHECK(chain.Run().ok());
  CHECK(chain.trace() == Trace{"handler"});
}

TEST_CASE_OF_FORMS(FormTest, "a bulkhead gives its room back when the inside throws") {
  TestChain chain(form_);
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 1, .max_queued = 0});
  chain.Handler([](PipelineContext&) -> Outcome { throw std::runtime_error("boom"); });
  for (int i = 0; i < 3; ++i) CHECK(chain.Run().code() == FailureCode::kException);
  CHECK(bulkhead.running() == 0);
}

TEST_CASE_OF_FORMS(FormTest,
                   "threads through one bulkhead: never too many inside, all get their turn") {
  TestChain chain(form_);
  Bulkhead& bulkhead = chain.Add<Bulkhead>(BulkheadOptions{.max_parallel = 2, .max_queued = 8});
  std::atomic<int> inside = 0;
  std::atomic<int> done = 0;
  std::atomic<bool> crowded = false;
  chain.Untraced();
  chain.Handler([&](PipelineContext&) {
    if (++inside > 2) crowded = true;
    std::this_thread::yield();
    --inside;
    ++done;
    return Outcome::Success();
  });
  chain.Build();
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 6; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) {
          PipelineContext context("event", "work");
          if (!chain.Run(context)) crowded = true;
        }
      });
    }
  }
  CHECK_FALSE(crowded);
  CHECK(done == 1200);
  CHECK(bulkhead.running() == 0);
}

TEST_CASE_OF_FORMS(FormTest, "work that minds its stop token ends with timed-out") {
  TestChain chain(form_);
  chain.Add<Timeout>(TimeoutOptions{.limit = 2ms});
  chain.Handler(UntilStopped);
  Outcome outcome = chain.Run();
  CHECK(outcome.code() == FailureCode::kTimedOut);
}

TEST_CASE_OF_FORMS(FormTest, "a caller's stop is still a cancellation inside a time-out") {
  TestChain chain(form_);
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

TEST_CASE_OF_FORMS(FormTest,
                   "nothing is entered past the time limit, and a late answer is an answer") {
  FakeClock clock;
  TestChain chain(form_, &clock);
  chain.Add<Timeout>(TimeoutOptions{.limit = 1s, .request_stop = false});
  bool enter_more = true;
  chain.AddProbe(
      {.name = "slow", .stage = Stage::kGuard},
      [&](PipelineContext&) {
        if (enter_more) clock.Advance(2s);
        return std::nullopt;
      },
      [&](PipelineContext&, Outcome outcome) {
        if (!enter_more) clock.Advance(2s);
        return outcome;
      });
  CHECK(chain.Run().code() == FailureCode::kTimedOut);
  CHECK(chain.trace() == Trace{"+slow", "~slow timed-out"});
  enter_more = false;
  CHECK(chain.Run().ok());
}

TEST_CASE_OF_FORMS(FormTest, "limits of nothing and without end; the earliest deadline counts") {
  for (auto limit :
       {WaitableClock::Duration(0), WaitableClock::Duration(-1), WaitableClock::Duration::min()}) {
    TestChain chain(form_);
    chain.Add<Timeout>(TimeoutOptions{.limit = limit});
    CHECK(chain.Run().code() == FailureCode::kTimedOut);
    CHECK(chain.trace().empty());
  }
  {
    TestChain chain(form_);
    chain.Add<Timeout>(TimeoutOptions{.limit = WaitableClock::Duration::max()});
    chain.Handler([](PipelineContext& context) {
      CHECK(context.deadline() == PipelineContext::kNoDeadline);
      return Outcome::Success();
    });
    CHECK(chain.Run().ok());
  }
  FakeClock clock;
  const auto begin = clock.Now();
  TestChain chain(form_, &clock);
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

TEST_CASE_OF_FORMS(FormTest, "a time-out without a stop token of its own costs no allocation") {
  TestChain chain(form_);
  chain.Add<Timeout>(TimeoutOptions{.request_stop = false});
  chain.Add<CircuitBreaker>();
  chain.Add<Bulkhead>();
  chain.Add<Fallback>(Answer);
  PipelineContext context("event", "test");
  CHECK(chain.AllocationsOfRun(context) == 0);
}

TEST_CASE_OF_FORMS(FormTest, "many executions share one timer") {
  TimerThread timers;
  TestChain chain(form_);
  chain.Add<Timeout>(TimeoutOptions{.limit = 1ms, .timers = &timers});
  chain.Untraced();
  chain.Handler(UntilStopped);
  chain.Build();
  std::atomic<int> timed_out = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 20; ++i) {
          PipelineContext context("event", "wait");
          if (chain.Run(context).code() == FailureCode::kTimedOut) ++timed_out;
        }
      });
    }
  }
  CHECK(timed_out == 80);
}

TEST_CASE_OF_FORMS(CircuitBreakerTest, "an open breaker ends executions without entering") {
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

TEST_CASE_OF_FORMS(CircuitBreakerTest, "refusals neither open it nor close it") {
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

TEST_CASE_OF_FORMS(CircuitBreakerTest,
                   "what counts can be said; a predicate that throws does not") {
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

TEST_CASE_OF_FORMS(FormTest, "what a time-out outside cancels counts as a failure of the inside") {
  TestChain chain(form_);
  chain.Add<Timeout>(TimeoutOptions{.limit = 50ms});
  CircuitBreaker& breaker =
      chain.Add<CircuitBreaker>(CircuitBreakerOptions{.breaker = {.minimum_throughput = 2}});
  chain.Handler(UntilStopped);
  for (int i = 0; i < 2; ++i) CHECK(chain.Run().code() == FailureCode::kTimedOut);
  CHECK(breaker.breaker().state() == State::kOpen);
}

TEST_CASE_OF_FORMS(FormTest, "the breaker counts a call with all its attempts once") {
  FakeClock clock(FakeClock::Waits::kSkipping);
  TestChain chain(form_, &clock);
  CircuitBreaker& breaker =
      chain.Add<CircuitBreaker>(CircuitBreakerOptions{.breaker = {.minimum_throughput = 2}});
  chain.Add<Retry>(RetryOptions{.max_attempts = 10, .clock = &clock});
  chain.Handler([](PipelineContext&) { return Outcome::Failure(FailureCode::kFailed); });
  CHECK_FALSE(chain.Run().ok());
  CHECK(chain.trace().size() == 10);
  CHECK(breaker.breaker().state() == State::kClosed);
}

TEST_CASE_OF_FORMS(FormTest, "a fallback answers for failures of the moment alone, unless asked") {
  TestChain chain(form_);
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

  TestChain asked(form_);
  asked.Add<Fallback>(Answer, FallbackOptions{.answers = [](const Outcome& outcome) {
                        return outcome.code() == FailureCode::kInvalid;
                      }});
  asked.Handler(Failing({FailureCode::kInvalid, FailureCode::kFailed}));
  CHECK(asked.Run().ok());
  CHECK(asked.Run().code() == FailureCode::kFailed);

  TestChain broken(form_);
  broken.Add<Fallback>(
      [](PipelineContext&, const Outcome&) -> Outcome { throw std::runtime_error("answer"); });
  broken.Handler(Failing({FailureCode::kFailed}));
  CHECK(broken.Run().code() == FailureCode::kException);
}

TEST_CASE_OF_FORMS(FormTest,
                   "the stage has its order whatever the order and scope of registration") {
  TestChain chain(form_);
  chain.AddLocal<Fallback>(Answer);
  chain.AddLocal<Bulkhead>();
  chain.Add<Retry>();
  chain.Add<CircuitBreaker>();
  chain.Add<Timeout>();
  CHECK(chain.Order() == "fallback bulkhead timeout circuit-breaker retry");
}

TEST_CASE_OF_FORMS(FormTest, "the order of the stage is data") {
  constexpr std::string_view kOrder[] = {"retry", "circuit-breaker", "timeout"};
  TestChain chain(form_);
  chain.Add<Timeout>(TimeoutOptions{.placements = PlacementsIn(kOrder, "timeout")});
  chain.Add<CircuitBreaker>(
      CircuitBreakerOptions{.placements = PlacementsIn(kOrder, "circuit-breaker")});
  chain.Add<Retry>(RetryOptions{.placements = PlacementsIn(kOrder, "retry")});
  CHECK(chain.Order() == "retry circuit-breaker timeout");
  CHECK(PlacementsIn(kOrder, "bulkhead").empty());
}

}  // namespace krepis
