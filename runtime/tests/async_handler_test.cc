#include <doctest/doctest.h>

#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>

#include "krepis/async_execution.h"
#include "krepis/completion.h"
#include "runtime/tests/allocation_counter.h"

namespace krepis {

TEST_CASE("typed asynchronous handlers check the types of request and response") {
  struct Double final : TypedAsyncHandler<int, int> {
    Task<Outcome> RunAsync(PipelineContext&, const int& request, int& response) override {
      response = 2 * request;
      co_return Outcome::Success();
    }
  };
  Double handler;
  auto provider = AsyncPipelineProvider::Builder().Build();
  REQUIRE(provider.ok());
  auto chain = (*provider)->Chain({.id = "test"}, handler);
  REQUIRE(chain.ok());
  AsyncExecution execution;
  PipelineContext context("event", "test");
  CHECK(execution.Run(**chain, context).code() == FailureCode::kTypeMismatch);
  int request = 21;
  int response = 0;
  context.BindRequest(request);
  context.BindResponse(response);
  CHECK(execution.Run(**chain, context).ok());
  CHECK(response == 42);
}

TEST_CASE("an asynchronous execution of seven behaviours allocates nothing, waiting or not") {
  struct Step final : AsyncPipelineBehavior {
    explicit Step(std::string called) : name(std::move(called)) {}
    BehaviorTraits traits() const override { return {.name = name}; }
    Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
      co_return co_await next(context);
    }
    std::string name;
  };
  struct Waits final : AsyncPipelineHandler {
    Task<Outcome> HandleAsync(PipelineContext& context) override {
      co_return co_await answer->Wait(context);
    }
    Completion* answer = nullptr;
  };
  AsyncPipelineProvider::Builder builder;
  for (int i = 0; i < 7; ++i) builder.AddGlobal<Step>("step-" + std::to_string(i));
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  Waits handler;
  auto chain = (*provider)->Chain({.id = "test"}, handler);
  REQUIRE(chain.ok());
  AsyncExecution execution;
  std::stop_source stop;
  bool expected = true;
  const uint64_t before = testing::AllocationCount();
  for (int i = 0; i < 100; ++i) {
    Completion answer;
    handler.answer = &answer;
    if (i % 2 == 0) answer.Complete();
    PipelineContext context("event", "test", stop.get_token());
    bool succeeded = false;
    execution.Start(**chain, context, [&](Outcome outcome) { succeeded = outcome.ok(); });
    if (i % 2 != 0) answer.Complete();
    expected = expected && succeeded;
  }
  const uint64_t after = testing::AllocationCount();
  CHECK(after == before);
  CHECK(expected);
  CHECK(execution.frames().overflows() == 0);
}

}  // namespace krepis
