// The synchronous engine beside a hand-written chain and std::function closures, one execution at a
// time on a fresh context, as a service does it.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "tests/bench/runtime/handwritten.h"
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

struct Engine {
  explicit Engine(size_t behaviors) {
    PipelineProvider::Builder builder;
    for (size_t i = 0; i < behaviors; ++i) {
      builder.AddGlobal<Counted>("behavior-" + std::to_string(i));
    }
    provider = std::move(std::move(builder).Build()).value();
    chain = *provider->Chain({.id = "route"}, handler);
  }

  std::unique_ptr<PipelineProvider> provider;
  Adder handler;
  const PipelineChain* chain;
};

/// One execution on a fresh context.
void Sync(benchmark::State& state) {
  static Engine* engine = nullptr;
  if (state.thread_index() == 0) engine = new Engine(state.range(0));
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  const Request request;
  int64_t posts = 0;
  for (auto _ : state) {
    Response response;
    PipelineContext context("http", "/orders", token);
    context.BindRequest(request);
    context.BindResponse(response);
    benchmark::DoNotOptimize(PipelineExecutor().Execute(*engine->chain, context).ok());
    posts += response.posts;
  }
  if (posts != state.iterations() * state.range(0)) state.SkipWithError("post-processing missed");
  if (state.thread_index() == 0) delete std::exchange(engine, nullptr);
}
BENCHMARK(Sync)->Arg(7);

void Handwritten(benchmark::State& state) {
  std::unique_ptr<handwritten::Layer> chain = handwritten::MakeChain(state.range(0));
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  const Request request;
  int64_t posts = 0;
  for (auto _ : state) {
    Response response;
    handwritten::Call call{
        .path = "/orders", .request = &request, .response = &response, .stop = token};
    benchmark::DoNotOptimize(handwritten::Execute(*chain, call).ok());
    posts += response.posts;
  }
  if (posts != state.iterations() * state.range(0)) state.SkipWithError("post-processing missed");
}
BENCHMARK(Handwritten)->Arg(7);

}  // namespace
}  // namespace krepis::bench
