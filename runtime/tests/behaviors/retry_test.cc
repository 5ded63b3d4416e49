#include "krepis/behaviors/retry.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::Failing;
using testing::FakeClock;
using testing::FakeRandom;
using testing::FormTest;
using testing::TestChain;
using testing::Trace;

constexpr auto kOwn = static_cast<FailureCode>(1025);

class RetryTest {
 protected:
  explicit RetryTest(testing::Form form) : chain_(form, &clock_) {}

  RetryOptions Options() {
    return {.max_attempts = 3,
            .backoff = {.jitter = BackoffOptions::Jitter::kNone, .base = 1s, .cap = 1min},
            .clock = &clock_};
  }
  Outcome Run() {
    PipelineContext context("event", "test", stop_.get_token());
    context.BindClock(clock_);
    if (limit_ > 0s) {
      DeadlineScope deadline(context, clock_.Now() + limit_);
      return chain_.Run(context);
    }
    return chain_.Run(context);
  }
  auto attempts() { return std::ranges::count(chain_.trace(), "handler"); }

  FakeClock clock_{FakeClock::Waits::kSkipping};
  const WaitableClock::TimePoint begin_ = clock_.Now();
  std::stop_source stop_;
  std::chrono::seconds limit_{0};
  TestChain chain_;
};

/// An asynchronous execution that is given no timers.
class WithoutTimersTest {
 protected:
  Outcome Run() {
    struct Flaky final : AsyncPipelineHandler {
      explicit Flaky(int& of) : attempts(of) {}
      Task<Outcome> HandleAsync(PipelineContext&) override {
        co_return ++attempts < 3 ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success();
      }
      int& attempts;
    } handler(attempts_);
    AsyncPipelineProvider::Builder builder;
    builder.AddGlobal<Retry>(RetryOptions{
        .backoff = {.jitter = BackoffOptions::Jitter::kNone, .base = 1s}, .clock = &clock_});
    auto provider = std::move(builder).Build();
    REQUIRE(provider.ok());
    auto chain = (*provider)->Chain({.id = "test"}, handler);
    REQUIRE(chain.ok());
    PipelineContext context("event", "test");
    context.BindClock(clock_);
    return AsyncExecution().Run(**chain, context);
  }

  FakeClock clock_{FakeClock::Waits::kSkipping};
  int attempts_ = 0;
};

}  // namespace

TEST_CASE_OF_FORMS(RetryTest, "it tries until it works, waiting longer each time") {
  chain_.Add<Retry>(Options());
  chain_.Handler(Failing({FailureCode::kFailed, FailureCode::kException}));
  CHECK(Run().ok());
  CHECK(attempts() == 3);
  CHECK(clock_.Now() - begin_ == 3s);
}

TEST_CASE_OF_FORMS(RetryTest, "it gives up with the latest failure") {
  chain_.Add<Retry>(Options());
  chain_.Handler(Failing({FailureCode::kFailed, FailureCode::kFailed, FailureCode::kUnavailable}));
  CHECK(Run().code() == FailureCode::kUnavailable);
  CHECK(attempts() == 3);
  CHECK(clock_.Now() - begin_ == 3s);
}

TEST_CASE_OF_FORMS(FormTest, "answers, cancellations and misuse are not tried again") {
  for (FailureCode code :
       {FailureCode::kUnauthorized, FailureCode::kForbidden, FailureCode::kInvalid,
        FailureCode::kCancelled, FailureCode::kNextReused, FailureCode::kTypeMismatch,
        FailureCode::kContextBusy, FailureCode::kBudgetExceeded, kOwn}) {
    TestChain chain(form_);
    chain.Add<Retry>();
    chain.Handler(Failing({code}));
    CHECK(chain.Run().code() == code);
    CHECK(chain.trace() == Trace{"handler"});
  }
}

TEST_CASE_OF_FORMS(RetryTest, "what is tried again can be said") {
  RetryOptions options = Options();
  options.retries = [](const Outcome& outcome) { return outcome.code() == kOwn; };
  chain_.Add<Retry>(options);
  chain_.Handler(Failing({kOwn, FailureCode::kFailed}));
  CHECK(Run().code() == FailureCode::kFailed);
  CHECK(attempts() == 2);
}

TEST_CASE_OF_FORMS(RetryTest, "what may not be repeated is not") {
  RetryOptions options = Options();
  options.may_repeat = [](const PipelineContext& context) {
    return context.metadata().path == "idempotent";
  };
  chain_.Add<Retry>(options);
  chain_.Handler(Failing({FailureCode::kFailed}));
  CHECK(Run().code() == FailureCode::kFailed);
  CHECK(attempts() == 1);
}

TEST_CASE_OF_FORMS(RetryTest, "a predicate that throws is a failure, not another attempt") {
  RetryOptions options = Options();
  options.retries = [](const Outcome&) -> bool { throw std::runtime_error("predicate"); };
  chain_.Add<Retry>(options);
  chain_.Handler(Failing({FailureCode::kFailed}));
  CHECK(Run().code() == FailureCode::kException);
  CHECK(attempts() == 1);
}

TEST_CASE_OF_FORMS(RetryTest, "no wait reaches the deadline") {
  limit_ = 3s;  // waits of 1 s and 2 s would
  chain_.Add<Retry>(Options());
  chain_.Handler(Failing({FailureCode::kFailed, FailureCode::kUnavailable, FailureCode::kFailed}));
  CHECK(Run().code() == FailureCode::kUnavailable);
  CHECK(attempts() == 2);
  CHECK(clock_.Now() - begin_ == 1s);
}

TEST_CASE_OF_FORMS(RetryTest, "a stop ends it") {
  chain_.Add<Retry>(Options());
  chain_.Handler([&](PipelineContext&) {
    stop_.request_stop();
    return Outcome::Failure(FailureCode::kFailed);
  });
  CHECK(Run().code() == FailureCode::kCancelled);
  CHECK(attempts() == 1);
}

TEST_CASE_OF_FORMS(RetryTest, "the attempt's number is there for the handler") {
  chain_.Add<Retry>(Options());
  std::vector<uint32_t> seen;
  chain_.Handler([&](PipelineContext& context) {
    seen.push_back(*context.items().Find(kAttempt));
    return Outcome::Failure(FailureCode::kFailed);
  });
  CHECK_FALSE(Run().ok());
  CHECK(seen == std::vector<uint32_t>{1, 2, 3});
}

TEST_CASE_OF_FORMS(RetryTest, "no attempts, no delays, the longest delays") {
  RetryOptions options = Options();
  SUBCASE("0 attempts are 1") {
    options.max_attempts = 0;
    chain_.Add<Retry>(options);
    chain_.Handler(Failing({FailureCode::kFailed}));
    CHECK_FALSE(Run().ok());
    CHECK(attempts() == 1);
  }
  SUBCASE("a negative delay is none") {
    options.backoff.base = -5s;
    chain_.Add<Retry>(options);
    chain_.Handler(Failing({FailureCode::kFailed}));
    CHECK(Run().ok());
    CHECK(clock_.Now() == begin_);
  }
  SUBCASE("a wait without end is none") {
    options.backoff.base = WaitableClock::Duration::max();
    options.backoff.cap = WaitableClock::Duration::max();
    chain_.Add<Retry>(options);
    chain_.Handler(Failing({FailureCode::kFailed}));
    CHECK_FALSE(Run().ok());
    CHECK(attempts() == 1);
  }
}

TEST_CASE_OF_FORMS(RetryTest, "two retries in a chain are a mistake") {
  chain_.Add<Retry>();
  chain_.Add<Retry>();
  CHECK(chain_.Error() == PipelineError::Code::kDuplicateBehavior);
}

TEST_CASE_OF_FORMS(
    FormTest, "random failures: as many attempts as a model says, all waits within the ceilings") {
  constexpr FailureCode kCodes[] = {FailureCode::kNone,    FailureCode::kFailed,
                                    FailureCode::kInvalid, FailureCode::kException,
                                    FailureCode::kFailed,  FailureCode::kUnavailable};
  std::mt19937_64 random(17);
  for (int round = 0; round < 500; ++round) {
    FakeClock clock(FakeClock::Waits::kSkipping);
    FakeRandom jitter({random(), random(), random()});
    RetryOptions options{.max_attempts = static_cast<uint32_t>(random() % 6),
                         .backoff = {.base = std::chrono::milliseconds(random() % 50),
                                     .cap = std::chrono::milliseconds(random() % 200)},
                         .clock = &clock,
                         .random = &jitter};
    std::vector<FailureCode> codes;
    for (size_t i = random() % 7; i > 0; --i) codes.push_back(kCodes[random() % 6]);

    uint32_t expected = 0;
    FailureCode last = FailureCode::kNone;
    WaitableClock::Duration longest{0};
    while (true) {
      last = expected < codes.size() ? codes[expected] : FailureCode::kNone;
      ++expected;
      if (!IsTransient(last) || expected >= options.max_attempts) break;
      longest += BackoffCeiling(options.backoff, expected - 1);
    }

    TestChain chain(form_, &clock);
    chain.Add<Retry>(options);
    chain.Handler([&, call = size_t{0}](PipelineContext&) mutable {
      FailureCode code = call < codes.size() ? codes[call] : FailureCode::kNone;
      ++call;
      if (code == FailureCode::kException) throw std::runtime_error("thrown");
      return code == FailureCode::kNone ? Outcome::Success() : Outcome::Failure(code);
    });
    PipelineContext context("event", "test");
    context.BindClock(clock);
    const auto begin = clock.Now();
    REQUIRE(chain.Run(context).code() == last);
    REQUIRE(chain.trace().size() == expected);
    REQUIRE(clock.Now() - begin <= longest);
  }
}

TEST_CASE_OF_FORMS(
    FormTest, "no attempt reaches the handler unguarded, and each has a transaction of its own") {
  // Guards of several places refuse, throw and let pass by turns.
  std::mt19937 random(29);
  for (int round = 0; round < 500; ++round) {
    FakeClock clock(FakeClock::Waits::kSkipping);
    TestChain chain(form_, &clock);
    chain.Add<Retry>(RetryOptions{.max_attempts = 5,
                                  .retries = [](const Outcome& outcome) { return !outcome.ok(); },
                                  .clock = &clock});
    std::vector<bool> passed(3);
    int transactions = 0;
    for (size_t guard = 0; guard < passed.size(); ++guard) {
      const std::string name = "guard-" + std::to_string(guard);
      chain.AddProbe(
          {.name = name, .stage = Stage::kGuard},
          [&, guard](PipelineContext&) -> std::optional<Outcome> {
            switch (random() % 4) {
              case 0:
                return Outcome::Failure(FailureCode::kForbidden);
              case 1:
                throw std::runtime_error("guard");
              default:
                break;
            }
            passed[guard] = true;
            return std::nullopt;
          },
          [&, guard](PipelineContext&, Outcome outcome) {
            passed[guard] = false;
            return outcome;
          });
    }
    chain.AddProbe({.name = "transaction", .stage = Stage::kTransaction}, [&](PipelineContext&) {
      ++transactions;
      return std::nullopt;
    });
    int runs = 0;
    bool unguarded = false;
    chain.Handler([&](PipelineContext&) {
      ++runs;
      unguarded |= std::ranges::count(passed, true) != 3 || transactions != runs;
      return random() % 3 == 0 ? Outcome::Success() : Outcome::Failure(FailureCode::kFailed);
    });
    PipelineContext context("event", "test");
    context.BindClock(clock);
    static_cast<void>(chain.Run(context));
    REQUIRE_FALSE(unguarded);
    REQUIRE(std::ranges::count(chain.trace(), "+guard-0") <= 5);
  }
}

TEST_CASE_OF_FORMS(RetryTest, "a wait between attempts costs no allocation") {
  chain_.Add<Retry>(Options());
  chain_.Handler([](PipelineContext& context) {
    return *context.items().Find(kAttempt) == 1 ? Outcome::Failure(FailureCode::kFailed)
                                                : Outcome::Success();
  });
  PipelineContext context("event", "test", stop_.get_token());
  context.BindClock(clock_);
  CHECK(chain_.AllocationsOfRun(context) == 0);
  CHECK(clock_.Now() - begin_ == 2s);
}

TEST_CASE_FIXTURE(WithoutTimersTest,
                  "where the execution has no timers, those of the behaviour's own clock") {
  const auto begin = clock_.Now();
  CHECK(Run().ok());
  CHECK(attempts_ == 3);
  CHECK(clock_.Now() - begin == 3s);
}

TEST_CASE_OF_FORMS(FormTest, "an execution that works at once costs no allocation") {
  TestChain chain(form_);
  chain.Add<Retry>();
  PipelineContext context("event", "test");
  CHECK(chain.AllocationsOfRun(context) == 0);
}

}  // namespace krepis
