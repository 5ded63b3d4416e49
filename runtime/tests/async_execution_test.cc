#include "krepis/async_execution.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "krepis/completion.h"
#include "krepis/phased_behavior.h"
#include "krepis/sleep.h"
#include "krepis/timer_queue.h"
#include "runtime/tests/aborts.h"
#include "runtime/tests/fake_time.h"
#include "runtime/tests/probe.h"

namespace krepis {
namespace {

using testing::Aborts;
using testing::FakeClock;
using testing::ProbeHandler;
using testing::ProbeTest;
using testing::Trace;
using testing::TracedBehavior;

using Body = std::function<Task<Outcome>(PipelineContext&, AsyncNextPipe)>;

Task<Outcome> Pass(PipelineContext& context, AsyncNextPipe next) {
  co_return co_await next(context);
}

Task<Outcome> Succeed(PipelineContext&) { co_return Outcome::Success(); }

/// A behaviour that writes a trace around a body given by the test.
class AsyncProbe final : public TracedBehavior<AsyncPipelineBehavior> {
 public:
  AsyncProbe(Trace& trace, BehaviorTraits traits, Body body = Pass)
      : TracedBehavior(trace, std::move(traits)), body_(std::move(body)) {}
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    Enter();
    return body_(context, next);
  }

 private:
  Body body_;
};

class AsyncProbeHandler final : public AsyncPipelineHandler {
 public:
  using HandlerBody = std::function<Task<Outcome>(PipelineContext&)>;
  explicit AsyncProbeHandler(Trace& trace, HandlerBody body = Succeed)
      : trace_(trace), body_(std::move(body)) {}
  Task<Outcome> HandleAsync(PipelineContext& context) override {
    trace_.push_back("handler");
    return body_(context);
  }

 private:
  Trace& trace_;
  HandlerBody body_;
};

class AsyncTest : protected ProbeTest<AsyncPipelineProvider, AsyncProbe, AsyncProbeHandler> {
 protected:
  /// Runs to the first wait that nobody ends.
  void Start(AsyncExecution& execution) {
    execution.Start(Chain(), context_, [this](Outcome outcome) { outcome_ = std::move(outcome); });
  }

  std::optional<Outcome> outcome_;
};

}  // namespace

TEST_CASE_FIXTURE(AsyncTest,
                  "an execution returns at its first wait, and reports when it is over") {
  Completion answer;
  Add("outer");
  Add("inner");
  Handler([&](PipelineContext& context) -> Task<Outcome> {
    return [](PipelineContext& on, Completion& answered) -> Task<Outcome> {
      co_return co_await answered.Wait(on);
    }(context, answer);
  });
  AsyncExecution execution;
  Start(execution);
  CHECK(execution.running());
  CHECK_FALSE(outcome_);
  CHECK(trace_ == Trace{"+outer", "+inner", "handler"});

  answer.Complete(Outcome::Failure(FailureCode::kFailed, "no luck"));
  CHECK_FALSE(execution.running());
  REQUIRE(outcome_);
  CHECK(outcome_->message() == "no luck");
  CHECK(trace_ == Trace{"+outer", "+inner", "handler", "~inner failed", "~outer failed"});
  CHECK(context_.strand() == nullptr);
}

TEST_CASE_FIXTURE(AsyncTest,
                  "what never answers is ended by stop, and everything is left in order") {
  Completion never;
  Add("outer");
  Add("waits", [&](PipelineContext& context, AsyncNextPipe next) -> Task<Outcome> {
    return [](PipelineContext& on, AsyncNextPipe inside, Completion& answer) -> Task<Outcome> {
      Outcome answered = co_await answer.Wait(on);
      if (!answered) co_return answered;
      co_return co_await inside(on);
    }(context, next, never);
  });
  AsyncExecution execution;
  Start(execution);
  CHECK(execution.running());
  stop_.request_stop();
  REQUIRE(outcome_);
  CHECK(outcome_->code() == FailureCode::kCancelled);
  CHECK(trace_ == Trace{"+outer", "+waits", "~waits cancelled", "~outer cancelled"});
}

TEST_CASE_FIXTURE(AsyncTest, "what never answers is ended by the deadline of a scope around it") {
  FakeClock clock;
  TimerQueue timers(clock);
  context_.BindClock(clock);
  Completion never;
  Add("fallback", [](PipelineContext& context, AsyncNextPipe next) -> Task<Outcome> {
    Outcome outcome = co_await next(context);
    co_return outcome.code() == FailureCode::kTimedOut ? Outcome::Success() : std::move(outcome);
  });
  Add("timeout", [](PipelineContext& context, AsyncNextPipe next) -> Task<Outcome> {
    DeadlineScope deadline(context, context.Now() + std::chrono::seconds(2));
    co_return co_await next(context);
  });
  Handler([&](PipelineContext& context) -> Task<Outcome> {
    return [](PipelineContext& on, Completion& answer) -> Task<Outcome> {
      co_return co_await answer.Wait(on);
    }(context, never);
  });
  AsyncExecution execution({.scheduler = nullptr, .timers = &timers});
  Start(execution);
  clock.Advance(std::chrono::seconds(1));
  CHECK(timers.RunDue() == 0);
  CHECK(execution.running());
  clock.Advance(std::chrono::seconds(1));
  CHECK(timers.RunDue() == 1);
  REQUIRE(outcome_);
  CHECK(outcome_->ok());
  CHECK(trace_ ==
        Trace{"+fallback", "+timeout", "handler", "~timeout timed-out", "~fallback success"});
  CHECK_FALSE(timers.next_due());
}

TEST_CASE_FIXTURE(AsyncTest, "a retry waits between attempts by an injected clock") {
  FakeClock clock;
  TimerQueue timers(clock);
  context_.BindClock(clock);
  Add({.name = "retry", .replays = true},
      [&](PipelineContext& context, AsyncNextPipe next) -> Task<Outcome> {
        return [](PipelineContext& on, AsyncNextPipe inside, TimerQueue& queue) -> Task<Outcome> {
          Outcome outcome = co_await inside(on);
          while (!outcome) {
            Outcome slept = co_await SleepUntil(queue, on.Now() + std::chrono::seconds(1), on);
            if (!slept) co_return slept;
            outcome = co_await inside(on);
          }
          co_return outcome;
        }(context, next, timers);
      });
  int attempts = 0;
  Handler([&](PipelineContext&) -> Task<Outcome> {
    return [](int& count) -> Task<Outcome> {
      co_return ++count < 3 ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success();
    }(attempts);
  });
  AsyncExecution execution;
  Start(execution);
  CHECK(attempts == 1);
  CHECK(timers.next_due() == clock.Now() + std::chrono::seconds(1));
  clock.Advance(std::chrono::seconds(1));
  timers.RunDue();
  CHECK(attempts == 2);
  SUBCASE("until it works") {
    clock.Advance(std::chrono::seconds(1));
    timers.RunDue();
    REQUIRE(outcome_);
    CHECK(outcome_->ok());
    CHECK(attempts == 3);
  }
  SUBCASE("until stop is requested") {
    stop_.request_stop();
    REQUIRE(outcome_);
    CHECK(outcome_->code() == FailureCode::kCancelled);
    CHECK(attempts == 2);
    CHECK_FALSE(timers.next_due());
  }
}

TEST_CASE_FIXTURE(AsyncTest, "a million attempts do not grow the stack or the arena") {
  constexpr int kAttempts = 1'000'000;
  static int attempts;
  attempts = 0;
  Handler([](PipelineContext&) -> Task<Outcome> {
    static const Outcome failure = Outcome::Failure(FailureCode::kFailed);
    co_return ++attempts < kAttempts ? failure : Outcome::Success();
  });
  struct Retry final : AsyncPipelineBehavior {
    BehaviorTraits traits() const override { return {.name = "retry", .replays = true}; }
    Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
      Outcome outcome = co_await next(context);
      while (!outcome) outcome = co_await next(context);
      co_return outcome;
    }
  };
  builder_.AddGlobal<Retry>();
  AsyncExecution execution;
  trace_.reserve(kAttempts);
  CHECK(execution.Run(Chain(), context_).ok());
  CHECK(attempts == kAttempts);
  CHECK(execution.frames().overflows() == 0);
}

TEST_CASE_FIXTURE(AsyncTest,
                  "an exception before, in or after a wait is a failure, post-processed") {
  Completion answer;
  Add("outer");
  Add("throws", [&](PipelineContext& context, AsyncNextPipe) -> Task<Outcome> {
    return [](PipelineContext& on, Completion& answered) -> Task<Outcome> {
      Outcome outcome = co_await answered.Wait(on);
      throw std::runtime_error("after the wait");
    }(context, answer);
  });
  AsyncExecution execution;
  Start(execution);
  answer.Complete();
  REQUIRE(outcome_);
  CHECK(outcome_->message() == "throws: after the wait");
  CHECK(trace_ == Trace{"+outer", "+throws", "~throws exception", "~outer exception"});
  CHECK(context_.metadata().short_circuit_point.empty());
}

TEST_CASE_FIXTURE(AsyncTest, "a behaviour that is no coroutine may throw, or return no task") {
  Add("outer");
  SUBCASE("throws") {
    Add("odd", [](PipelineContext&, AsyncNextPipe) -> Task<Outcome> {
      throw std::runtime_error("at once");
    });
    Start(*std::make_unique<AsyncExecution>());
    CHECK(outcome_->message() == "odd: at once");
  }
  SUBCASE("moved from") {
    Add("odd", [](PipelineContext& context, AsyncNextPipe next) -> Task<Outcome> {
      Task<Outcome> task = Pass(context, next);
      Task<Outcome> other = std::move(task);
      return task;
    });
    Start(*std::make_unique<AsyncExecution>());
    CHECK(outcome_->code() == FailureCode::kException);
  }
  CHECK(trace_ == Trace{"+outer", "+odd", "~odd exception", "~outer exception"});
}

TEST_CASE_FIXTURE(AsyncTest, "next that is called but not awaited enters nothing") {
  Add("forgetful", [](PipelineContext& context, AsyncNextPipe next) -> Task<Outcome> {
    static_cast<void>(next(context));
    co_return Outcome::Success();
  });
  AsyncExecution execution;
  Start(execution);
  CHECK(trace_ == Trace{"+forgetful", "~forgetful success"});
  CHECK(context_.metadata().short_circuit_point == "forgetful");
}

TEST_CASE_FIXTURE(AsyncTest, "a busy context, and a busy execution, are refused") {
  Completion answer;
  Add("waits", [&](PipelineContext& context, AsyncNextPipe) -> Task<Outcome> {
    return [](PipelineContext& on, Completion& answered) -> Task<Outcome> {
      co_return co_await answered.Wait(on);
    }(context, answer);
  });
  AsyncExecution execution;
  Start(execution);
  AsyncExecution second;
  CHECK(second.Run(Chain(), context_).code() == FailureCode::kContextBusy);
  PipelineContext other("event", "other");
  CHECK(execution.Run(Chain(), other).code() == FailureCode::kContextBusy);
  CHECK_FALSE(outcome_);
  answer.Complete();
  CHECK(outcome_->ok());
}

TEST_CASE_FIXTURE(AsyncTest, "destroying a context or an execution that runs ends the program") {
  Completion never;
  Add("waits", [&](PipelineContext& context, AsyncNextPipe) -> Task<Outcome> {
    return [](PipelineContext& on, Completion& answered) -> Task<Outcome> {
      co_return co_await answered.Wait(on);
    }(context, never);
  });
  const AsyncPipelineChain& chain = Chain();
  CHECK(Aborts([&] {
    AsyncExecution execution;
    std::optional<PipelineContext> context(std::in_place, "event", "test");
    execution.Start(chain, *context, [](Outcome) {});
    context.reset();
    _exit(0);
  }));
  CHECK(Aborts([&] {
    PipelineContext context("event", "test");
    std::optional<AsyncExecution> execution(std::in_place);
    execution->Start(chain, context, [](Outcome) {});
    execution.reset();
    _exit(0);
  }));
}

TEST_CASE("the callback may destroy the execution and its context") {
  struct Request {
    AsyncExecution execution;
    PipelineContext context{"event", "test"};
  };
  Trace trace;
  ProbeHandler in_place(trace);
  InPlaceHandler handler(in_place);
  auto provider = AsyncPipelineProvider::Builder().Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "test"}, handler);
  REQUIRE(chain.ok());
  auto* request = new Request();
  bool over = false;
  request->execution.Start(**chain, request->context, [&over, request](Outcome outcome) {
    over = outcome.ok();
    delete request;
  });
  CHECK(over);
  CHECK(trace == Trace{"handler"});
}

TEST_CASE_FIXTURE(AsyncTest, "phased behaviours stand in asynchronous chains too") {
  struct Flip final : PhasedBehavior<int> {
    BehaviorTraits traits() const override { return {.name = "flip"}; }
    std::optional<Outcome> Before(PipelineContext& context, int& state) override {
      state = 7;
      if (context.request<int>() == nullptr) return std::nullopt;
      return Outcome::Failure(FailureCode::kForbidden);
    }
    Outcome After(PipelineContext&, int& state, Outcome outcome) override {
      return outcome && state == 7 ? Outcome::Failure(FailureCode::kFailed) : std::move(outcome);
    }
  };
  builder_.AddGlobal<Flip>();
  AsyncExecution execution;
  SUBCASE("through") {
    CHECK(execution.Run(Chain(), context_).code() == FailureCode::kFailed);
    CHECK(trace_ == Trace{"handler"});
  }
  SUBCASE("short-circuit") {
    int request = 0;
    context_.BindRequest(request);
    CHECK(execution.Run(Chain(), context_).code() == FailureCode::kForbidden);
    CHECK(context_.metadata().short_circuit_point == "flip");
  }
}

TEST_CASE_FIXTURE(AsyncTest, "a scheduler says where an execution goes on") {
  struct Queue final : StrandScheduler {
    void Post(Strand& strand) noexcept override { posted = &strand; }
    Strand* posted = nullptr;
  };
  Queue queue;
  Completion answer;
  std::thread::id resumed_in;
  Add("waits", [&](PipelineContext& context, AsyncNextPipe) -> Task<Outcome> {
    return [](PipelineContext& on, Completion& answered, std::thread::id& in) -> Task<Outcome> {
      Outcome outcome = co_await answered.Wait(on);
      in = std::this_thread::get_id();
      co_return outcome;
    }(context, answer, resumed_in);
  });
  AsyncExecution execution({.scheduler = &queue, .timers = nullptr});
  Start(execution);
  std::thread([&] { answer.Complete(); }).join();
  CHECK_FALSE(outcome_);
  REQUIRE(queue.posted != nullptr);
  queue.posted->Run();
  CHECK(outcome_->ok());
  CHECK(resumed_in == std::this_thread::get_id());
}

}  // namespace krepis
