#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "runtime/tests/allocation_counter.h"

namespace krepis {
namespace {

struct Request {
  bool authorized = true;
  bool reuse_next = false;
};
struct Response {
  int attempts = 0;
};

/// Keeps something in the context's items, as a trace id or a timer would.
class Step final : public PipelineBehavior {
 public:
  Step(std::string name, Stage stage) : name_(std::move(name)), stage_(stage) {}
  BehaviorTraits traits() const override { return {.name = name_, .stage = stage_}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    context.items().Set(depth_, 7);
    ContextScope level(context, level_, 8);
    DeadlineScope deadline(context, context.Now() + std::chrono::hours(1));
    if (context.request<Request>()->reuse_next) static_cast<void>(next(context));
    return next(context);
  }
  void PostProcess(PipelineContext& context, const Outcome&) noexcept override {
    context.items().Erase(depth_);
  }

 private:
  std::string name_;
  Stage stage_;
  ItemKey<int> depth_{"depth"};
  ContextKey<int> level_{"level"};
};

class Retry final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override {
    return {.name = "retry", .stage = Stage::kResilience, .replays = true};
  }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Outcome outcome = next(context);
    if (outcome || IsRefusal(outcome.code())) return outcome;
    return next(context);
  }
};

class Guard final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override { return {.name = "guard", .stage = Stage::kGuard}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    if (context.request<Request>()->authorized) return next(context);
    return Outcome::Failure(FailureCode::kUnauthorized, StaticMessage("who are you?"));
  }
};

class FlakyHandler final : public TypedHandler<Request, Response> {
 public:
  Outcome Run(PipelineContext&, const Request&, Response& response) override {
    return ++response.attempts == 1 ? Outcome::Failure(FailureCode::kFailed) : Outcome::Success();
  }
};

/// Seven behaviours with a retry and a guard among them.
Result<std::unique_ptr<PipelineProvider>, PipelineError> MakeProvider() {
  PipelineProvider::Builder builder;
  builder.AddGlobal<Step>("trace", Stage::kContextBridge);
  builder.AddGlobal<Step>("timing", Stage::kLogging);
  builder.AddGlobal<Retry>();
  builder.AddScoped<Guard>("shop");
  builder.AddScoped<Step>("shop", "shape", Stage::kValidation);
  builder.AddGlobal<Step>("unit-of-work", Stage::kTransaction);
  builder.AddLocal<Step>("orders", "audit", Stage::kUnstaged);
  return std::move(builder).Build();
}

}  // namespace

TEST_CASE(
    "an execution allocates nothing: success, retry, short-circuit, cancellation, misuse of next") {
  auto provider = MakeProvider();
  REQUIRE(provider.ok());
  FlakyHandler handler;
  auto chain = (*provider)->Chain({.id = "orders", .group = "shop"}, handler);
  REQUIRE(chain.ok());
  REQUIRE((*chain)->links().size() == 7);
  PipelineExecutor executor;
  std::stop_source running;
  std::stop_source stopped;
  stopped.request_stop();

  auto run = [&](const Request& request, const std::stop_source& stop) {
    Response response;
    PipelineContext context("event", "orders", stop.get_token());
    context.BindRequest(request);
    context.BindResponse(response);
    return executor.Execute(**chain, context).code();
  };
  run({}, running);  // warm-up

  uint64_t before = testing::AllocationCount();
  bool expected = true;
  for (int i = 0; i < 100; ++i) {
    expected = expected && run({}, running) == FailureCode::kNone;
    expected = expected && run({.authorized = false}, running) == FailureCode::kUnauthorized;
    expected = expected && run({.reuse_next = true}, running) == FailureCode::kNextReused;
    expected = expected && run({}, stopped) == FailureCode::kCancelled;
  }
  uint64_t after = testing::AllocationCount();
  CHECK(after == before);
  CHECK(expected);
}

TEST_CASE("asking for a cached chain allocates nothing") {
  auto provider = MakeProvider();
  REQUIRE(provider.ok());
  FlakyHandler handler;
  auto first = (*provider)->Chain({.id = "orders", .group = "shop"}, handler);
  REQUIRE(first.ok());

  uint64_t before = testing::AllocationCount();
  auto second = (*provider)->Chain({.id = "orders", .group = "shop"}, handler);
  uint64_t after = testing::AllocationCount();
  CHECK(after == before);
  CHECK(*second == *first);
}

}  // namespace krepis
