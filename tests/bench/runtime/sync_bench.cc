// The synchronous engine, one execution at a time on a fresh context, as a service does it.
#include <benchmark/benchmark.h>

#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "tests/bench/runtime/workload.h"

namespace krepis::bench {
namespace {

class Counted final : public PipelineBehavior {
 public:
  explicit Counted(std::string name) : name_(std::move(name)) {}
  BehaviorTraits traits() const override { return {.name = name_}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    ++context.response<Response>()->sum;
    return next(context);
  }
  void PostProcess(PipelineContext& context, const Outcome&) noexcept override {
    ++context.response<Response>()->posts;
  }

 private:
  std::string name_;
};

class Adder final : public TypedHandler<Request, Response> {
 public:
  Outcome Run(PipelineContext&, const Request& request, Response& response) override {
    response.sum += request.number;
    return Outcome::Success();
  }
};

struct Service {
  explicit Service(int64_t behaviors) {
    PipelineProvider::Builder builder;
    for (int64_t i = 0; i < behaviors; ++i) {
      builder.AddGlobal<Counted>("behavior-" + std::to_string(i));
    }
    provider = std::move(builder).Build().value();
    chain = *provider->Chain({.id = "orders"}, handler);
  }

  std::unique_ptr<PipelineProvider> provider;
  Adder handler;
  const PipelineChain* chain;
};

void Run(benchmark::State& state, const PipelineChain& chain) {
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  Measure(state, state.range(0), [&](const Request& request, Response& response) {
    PipelineContext context(kSchemaHttp, "/orders", token);
    context.BindRequest(request);
    context.BindResponse(response);
    benchmark::DoNotOptimize(PipelineExecutor().Execute(chain, context).ok());
  });
}

void Sync(benchmark::State& state) { Run(state, *Service(state.range(0)).chain); }
BENCHMARK(Sync)->Apply(Lengths);

/// Threads share the provider and the chain, and nothing else.
void SyncThreads(benchmark::State& state) {
  static const Service service(7);
  Run(state, *service.chain);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(SyncThreads)
    ->Arg(7)
    ->DenseThreadRange(1, static_cast<int>(std::thread::hardware_concurrency()))
    ->UseRealTime();

/// What asking the provider costs whoever does not keep the chain: one of 100 routes.
void Lookup(benchmark::State& state) {
  const Service service(7);
  std::vector<std::string> routes;
  Adder handler;
  for (int i = 0; i < 100; ++i) {
    routes.push_back("orders/:id/items/" + std::to_string(i));
    static_cast<void>(service.provider->Chain({.id = routes.back(), .group = "orders"}, handler));
  }
  size_t at = 0;
  for (auto _ : state) {
    at = at + 1 == routes.size() ? 0 : at + 1;
    auto chain = service.provider->Chain({.id = routes[at], .group = "orders"}, handler);
    benchmark::DoNotOptimize(*chain);
  }
}
BENCHMARK(Lookup);

}  // namespace
}  // namespace krepis::bench
