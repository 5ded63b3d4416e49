#include "krepis/pipeline_executor.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string_view>
#include <utility>

#include "krepis/pipeline_provider.h"
#include "runtime/tests/aborts.h"
#include "runtime/tests/probe.h"

namespace krepis {
namespace {

using testing::Probe;
using testing::ProbeHandler;
using testing::ProbeTest;
using testing::Trace;

class ExecutorTest : protected ProbeTest<PipelineProvider, Probe, ProbeHandler> {
 protected:
  Outcome Run() { return PipelineExecutor().Execute(Chain(), context_); }
};

Outcome Fail(PipelineContext&) { return Outcome::Failure(FailureCode::kFailed, "no luck"); }

}  // namespace

TEST_CASE_FIXTURE(ExecutorTest,
                  "behaviours wrap the handler, post-processing comes innermost first") {
  Add("a");
  Add("b");
  auto before = std::chrono::steady_clock::now();
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+a", "+b", "handler", "~b success", "~a success"});
  CHECK(context_.metadata().short_circuit_point.empty());
  CHECK(context_.metadata().start_time() > before - std::chrono::milliseconds(20));
  CHECK(context_.metadata().start_time() <= std::chrono::steady_clock::now());
}

TEST_CASE_FIXTURE(ExecutorTest, "a chain without behaviours is its handler") {
  Handler(Fail);
  CHECK(Run().message() == "no luck");
  CHECK(trace_ == Trace{"handler"});
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "a failure of the handler passes outwards through every behaviour") {
  Add("a", [](PipelineContext& context, NextPipe next) {
    Outcome outcome = next(context);
    CHECK(outcome.message() == "no luck");
    return Outcome::Failure(FailureCode::kUnavailable, "translated");
  });
  Add("b");
  Handler(Fail);
  CHECK(Run().message() == "translated");
  CHECK(trace_ == Trace{"+a", "+b", "handler", "~b failed", "~a unavailable"});
}

TEST_CASE_FIXTURE(ExecutorTest, "not calling next short-circuits, and the engine records where") {
  Add("log");
  Add("guard", [](PipelineContext&, NextPipe) {
    return Outcome::Failure(FailureCode::kUnauthorized, StaticMessage("who are you?"));
  });
  Add("inner");
  CHECK(Run().code() == FailureCode::kUnauthorized);
  CHECK(trace_ == Trace{"+log", "+guard", "~guard unauthorized", "~log unauthorized"});
  CHECK(context_.metadata().short_circuit_point == "guard");
}

TEST_CASE_FIXTURE(ExecutorTest, "a short-circuit may be a success: an answer from a cache") {
  Add("cache", [](PipelineContext&, NextPipe) { return Outcome::Success(); });
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+cache", "~cache success"});
  CHECK(context_.metadata().short_circuit_point == "cache");
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "an exception becomes a failure where it leaves, named and post-processed") {
  Add("outer", [](PipelineContext& context, NextPipe next) {
    Outcome outcome = next(context);
    CHECK(outcome.message() == "inner: after next");
    return outcome;
  });
  Add("inner", [](PipelineContext& context, NextPipe next) -> Outcome {
    Outcome outcome = next(context);
    CHECK(outcome.message() == "handler: from the handler");
    throw std::runtime_error("after next");
  });
  Handler([](PipelineContext&) -> Outcome { throw std::logic_error("from the handler"); });
  CHECK(Run().code() == FailureCode::kException);
  CHECK(trace_ == Trace{"+outer", "+inner", "handler", "~inner exception", "~outer exception"});
  CHECK(context_.metadata().short_circuit_point.empty());
}

TEST_CASE_FIXTURE(
    ExecutorTest,
    "an exception before next is not a short-circuit; any type of exception is caught") {
  Add("outer");
  Add("thrower", [](PipelineContext&, NextPipe) -> Outcome { throw 42; });
  Outcome outcome = Run();
  CHECK(outcome.code() == FailureCode::kException);
  CHECK(outcome.message() == "thrower");
  CHECK(trace_ == Trace{"+outer", "+thrower", "~thrower exception", "~outer exception"});
  CHECK(context_.metadata().short_circuit_point.empty());
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "a replaying behaviour re-enters the whole chain inside it, guards included") {
  Add({.name = "retry", .stage = Stage::kResilience, .replays = true},
      [](PipelineContext& context, NextPipe next) {
        Outcome outcome = next(context);
        for (int i = 0; i < 2 && !outcome; ++i) outcome = next(context);
        return outcome;
      });
  Add({.name = "guard", .stage = Stage::kGuard});
  Add({.name = "tx", .stage = Stage::kTransaction});
  int attempts = 0;
  Handler([&](PipelineContext& context) {
    return ++attempts < 3 ? Fail(context) : Outcome::Success();
  });
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+retry",                                                   //
                        "+guard", "+tx", "handler", "~tx failed", "~guard failed",  //
                        "+guard", "+tx", "handler", "~tx failed", "~guard failed",  //
                        "+guard", "+tx", "handler", "~tx success", "~guard success",
                        "~retry success"});
}

TEST_CASE_FIXTURE(ExecutorTest, "short_circuit_point is about the latest attempt") {
  Add({.name = "retry", .replays = true}, [](PipelineContext& context, NextPipe next) {
    CHECK(next(context).code() == FailureCode::kUnavailable);
    CHECK(context.metadata().short_circuit_point == "breaker");
    return next(context);
  });
  int entered = 0;
  Add("breaker", [&](PipelineContext& context, NextPipe next) {
    return ++entered == 1 ? Outcome::Failure(FailureCode::kUnavailable) : next(context);
  });
  CHECK(Run().ok());
  CHECK(context_.metadata().short_circuit_point.empty());
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "a second next without replays fails and does not run the handler again") {
  Add("outer");
  Add("twice", [](PipelineContext& context, NextPipe next) {
    CHECK(next(context).ok());
    return next(context);
  });
  Add("inner");
  CHECK(Run().code() == FailureCode::kNextReused);
  CHECK(trace_ == Trace{"+outer", "+twice", "+inner", "handler", "~inner success",
                        "~twice next-reused", "~outer next-reused"});
  CHECK(context_.metadata().next_reused_point == "twice");
}

TEST_CASE_FIXTURE(ExecutorTest, "a second next that the behaviour hides is recorded") {
  Add("twice", [](PipelineContext& context, NextPipe next) {
    Outcome first = next(context);
    static_cast<void>(next(context));
    return first;
  });
  CHECK(Run().ok());
  CHECK(context_.metadata().next_reused_point == "twice");
}

TEST_CASE_FIXTURE(ExecutorTest, "a copy of next counts as the same next") {
  Add("twice", [](PipelineContext& context, NextPipe next) {
    NextPipe copy = next;
    CHECK(copy(context).ok());
    return next(context);
  });
  CHECK(Run().code() == FailureCode::kNextReused);
  CHECK(trace_ == Trace{"+twice", "handler", "~twice next-reused"});
}

TEST_CASE_FIXTURE(ExecutorTest, "a second next after a cancelled first one is refused too") {
  Add("twice", [&](PipelineContext& context, NextPipe next) {
    std::stop_source inner;
    inner.request_stop();
    {
      StopScope scope(context, inner.get_token());
      CHECK(next(context).code() == FailureCode::kCancelled);
    }
    return next(context);
  });
  CHECK(Run().code() == FailureCode::kNextReused);
  CHECK(trace_ == Trace{"+twice", "~twice next-reused"});
}

TEST_CASE_FIXTURE(ExecutorTest, "the next of an entry that was left is refused, whoever kept it") {
  std::optional<NextPipe> kept;
  Add({.name = "retry", .replays = true}, [&](PipelineContext& context, NextPipe next) {
    CHECK(next(context).ok());
    CHECK((*kept)(context).code() == FailureCode::kNextReused);  // would skip the guard
    CHECK(context.metadata().next_reused_point == "guard");
    return next(context);
  });
  Add("guard", [&](PipelineContext& context, NextPipe next) {
    if (!kept) {
      kept = next;
    } else {
      CHECK((*kept)(context).code() == FailureCode::kNextReused);  // of the first attempt
    }
    return next(context);
  });
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+retry", "+guard", "handler", "~guard success", "+guard", "handler",
                        "~guard success", "~retry success"});
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "an outer behaviour's next is refused inside, even if that one replays") {
  std::optional<NextPipe> outer;
  Add({.name = "retry", .replays = true}, [&](PipelineContext& context, NextPipe next) {
    outer = next;
    return next(context);
  });
  Add("inner", [&](PipelineContext& context, NextPipe next) {
    CHECK((*outer)(context).code() == FailureCode::kNextReused);
    return next(context);
  });
  Handler([&](PipelineContext& context) {
    CHECK((*outer)(context).code() == FailureCode::kNextReused);
    return Outcome::Success();
  });
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+retry", "+inner", "handler", "~inner success", "~retry success"});
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "the handler cannot re-enter itself through the innermost behaviour's next") {
  std::optional<NextPipe> innermost;
  Add({.name = "retry", .replays = true}, [&](PipelineContext& context, NextPipe next) {
    innermost = next;
    return next(context);
  });
  Handler([&](PipelineContext& context) { return (*innermost)(context); });
  CHECK(Run().code() == FailureCode::kNextReused);
  CHECK(trace_ == Trace{"+retry", "handler", "~retry next-reused"});
}

TEST_CASE_FIXTURE(ExecutorTest,
                  "a next kept past its execution fits no later one, on this context or another") {
  std::optional<NextPipe> kept;
  bool use_kept = false;
  Add("a", [&](PipelineContext& context, NextPipe next) {
    if (use_kept) return (*kept)(context);
    kept = next;
    return next(context);
  });
  CHECK(Run().ok());
  CHECK((*kept)(context_).code() == FailureCode::kNextReused);

  use_kept = true;
  CHECK(Run().code() == FailureCode::kNextReused);
  PipelineContext other("event", "other");
  CHECK(PipelineExecutor().Execute(Chain(), other).code() == FailureCode::kNextReused);
  CHECK((*kept)(other).code() == FailureCode::kNextReused);
  CHECK(trace_ ==
        Trace{"+a", "handler", "~a success", "+a", "~a next-reused", "+a", "~a next-reused"});
}

TEST_CASE_FIXTURE(ExecutorTest, "next with another context is refused") {
  PipelineContext other("event", "other");
  Add("a", [&](PipelineContext& context, NextPipe next) {
    CHECK(next(other).code() == FailureCode::kNextReused);
    return next(context);
  });
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+a", "handler", "~a success"});
}

TEST_CASE("next called in post-processing is refused") {
  struct Late final : PipelineBehavior {
    BehaviorTraits traits() const override { return {.name = "late", .replays = true}; }
    Outcome Handle(PipelineContext& context, NextPipe next) override {
      kept = next;
      return next(context);
    }
    void PostProcess(PipelineContext& context, const Outcome&) noexcept override {
      late = (*kept)(context);
    }
    std::optional<NextPipe> kept;
    Outcome late;
  };
  Trace trace;
  ProbeHandler handler(trace);
  PipelineProvider::Builder builder;
  Late& behavior = builder.AddGlobal<Late>();
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "late"}, handler);
  REQUIRE(chain.ok());
  PipelineContext context("event", "late");
  CHECK(PipelineExecutor().Execute(**chain, context).ok());
  CHECK(behavior.late.code() == FailureCode::kNextReused);
  CHECK(trace == Trace{"handler"});
}

TEST_CASE_FIXTURE(ExecutorTest, "a behaviour that destroys its context ends the program") {
  std::optional<PipelineContext> own;
  Add("destroys", [&](PipelineContext&, NextPipe) {
    own.reset();
    _exit(0);
    return Outcome::Success();
  });
  const PipelineChain& chain = Chain();
  CHECK(testing::Aborts([&] {
    own.emplace("event", "test");
    static_cast<void>(PipelineExecutor().Execute(chain, *own));
  }));
}

TEST_CASE_FIXTURE(ExecutorTest, "stopped before the start: nothing is entered") {
  Add("a");
  stop_.request_stop();
  CHECK(Run().code() == FailureCode::kCancelled);
  CHECK(trace_.empty());
}

TEST_CASE_FIXTURE(ExecutorTest, "stopped on the way in: what was entered is post-processed") {
  Add("a");
  Add("b", [&](PipelineContext& context, NextPipe next) {
    stop_.request_stop();
    return next(context);
  });
  Add("c");
  CHECK(Run().code() == FailureCode::kCancelled);
  CHECK(trace_ == Trace{"+a", "+b", "~b cancelled", "~a cancelled"});
  CHECK(context_.metadata().short_circuit_point.empty());
}

TEST_CASE_FIXTURE(ExecutorTest, "stopped between attempts: no further attempt") {
  Add({.name = "retry", .replays = true}, [](PipelineContext& context, NextPipe next) {
    CHECK(next(context).code() == FailureCode::kFailed);
    return next(context);
  });
  Add("guard");
  Handler([&](PipelineContext& context) {
    stop_.request_stop();
    return Fail(context);
  });
  CHECK(Run().code() == FailureCode::kCancelled);
  CHECK(trace_ == Trace{"+retry", "+guard", "handler", "~guard failed", "~retry cancelled"});
}

TEST_CASE_FIXTURE(ExecutorTest, "metadata is about the latest execution") {
  bool faulty = true;
  Add("twice", [&](PipelineContext& context, NextPipe next) {
    Outcome outcome = next(context);
    if (faulty) static_cast<void>(next(context));
    return outcome;
  });
  Add("cache", [&](PipelineContext& context, NextPipe next) {
    return faulty ? Outcome::Success() : next(context);
  });
  CHECK(Run().ok());
  CHECK(context_.metadata().short_circuit_point == "cache");
  CHECK(context_.metadata().next_reused_point == "twice");
  faulty = false;
  CHECK(Run().ok());
  CHECK(context_.metadata().short_circuit_point.empty());
  CHECK(context_.metadata().next_reused_point.empty());
}

TEST_CASE_FIXTURE(ExecutorTest, "a context runs one execution at a time, and several in turn") {
  Add("a", [&](PipelineContext& context, NextPipe next) {
    CHECK(PipelineExecutor().Execute(Chain(), context).code() == FailureCode::kContextBusy);
    return next(context);
  });
  CHECK(Run().ok());
  CHECK(Run().ok());
  CHECK(trace_ == Trace{"+a", "handler", "~a success", "+a", "handler", "~a success"});
}

}  // namespace krepis
