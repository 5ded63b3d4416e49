// The asynchronous engine: every behaviour and the handler a coroutine, none of which waits, on a
// fresh context and execution each time.
#include <benchmark/benchmark.h>

#include <memory>
#include <stop_token>
#include <string>
#include <utility>

#include "krepis/async_execution.h"
#include "tests/bench/runtime/workload.h"

namespace krepis::bench {
namespace {

class Counted final : public AsyncPipelineBehavior {
 public:
  explicit Counted(std::string name) : name_(std::move(name)) {}
  BehaviorTraits traits() const override { return {.name = name_}; }
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    ++context.response<Response>()->sum;
    co_return co_await next(context);
  }
  void PostProcess(PipelineContext& context, const Outcome&) noexcept override {
    ++context.response<Response>()->posts;
  }

 private:
  std::string name_;
};

class Adder final : public TypedAsyncHandler<Request, Response> {
 public:
  Task<Outcome> RunAsync(PipelineContext&, const Request& request, Response& response) override {
    response.sum += request.number;
    co_return Outcome::Success();
  }
};

void Async(benchmark::State& state) {
  AsyncPipelineProvider::Builder builder;
  for (int64_t i = 0; i < state.range(0); ++i) {
    builder.AddGlobal<Counted>("behavior-" + std::to_string(i));
  }
  const std::unique_ptr<AsyncPipelineProvider> provider = std::move(builder).Build().value();
  Adder handler;
  const AsyncPipelineChain& chain = **provider->Chain({.id = "orders"}, handler);
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  Measure(state, state.range(0), [&](const Request& request, Response& response) {
    PipelineContext context(kSchemaHttp, "/orders", token);
    context.BindRequest(request);
    context.BindResponse(response);
    AsyncExecution execution;
    benchmark::DoNotOptimize(execution.Run(chain, context).ok());
  });
}
BENCHMARK(Async)->Apply(Lengths);

}  // namespace
}  // namespace krepis::bench
