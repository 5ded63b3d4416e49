#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <cstddef>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "krepis/service_provider.h"

namespace krepis {
namespace {

class Counter final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override { return {.name = "counter", .stage = Stage::kLogging}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    entered.fetch_add(1, std::memory_order_relaxed);
    return next(context);
  }
  void PostProcess(PipelineContext&, const Outcome&) noexcept override {
    left.fetch_add(1, std::memory_order_relaxed);
  }

  std::atomic<size_t> entered = 0;
  std::atomic<size_t> left = 0;
};

class Twice final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override {
    return {.name = "twice", .stage = Stage::kResilience, .replays = true};
  }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    static_cast<void>(next(context));
    return next(context);
  }
};

class Increment final : public TypedHandler<int, int> {
 public:
  Outcome Run(PipelineContext&, const int& request, int& response) override {
    response += request;
    return Outcome::Success();
  }
};

class WaitForStop final : public PipelineHandler {
 public:
  Outcome Handle(PipelineContext& context) override {
    started = true;
    started.notify_all();
    while (!context.stop_requested()) std::this_thread::yield();
    return Outcome::Failure(FailureCode::kCancelled);
  }

  std::atomic<bool> started = false;
};

struct Shared {
  std::atomic<int> made = 0;
};
struct Own {
  using Dependencies = ServiceList<Shared>;
  explicit Own(Shared& shared) { ++shared.made; }
  int uses = 0;
};

constexpr int kThreads = 4;

}  // namespace

TEST_CASE("threads ask one provider for chains and execute them at once") {
  PipelineProvider::Builder builder;
  Counter& counter = builder.AddGlobal<Counter>();
  builder.AddGlobal<Twice>();
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  Increment handler;

  constexpr int kRoutes = 5;
  constexpr int kRuns = 400;
  std::array<std::array<const PipelineChain*, kRoutes>, kThreads> chains{};
  std::atomic<int> wrong = 0;
  std::barrier start(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        start.arrive_and_wait();
        for (int route = 0; route < kRoutes; ++route) {
          auto chain = (*provider)->Chain({.id = "route-" + std::to_string(route)}, handler);
          if (!chain) {
            ++wrong;
            continue;
          }
          chains[thread][route] = *chain;
          for (int run = 0; run < kRuns; ++run) {
            int request = thread + 1;
            int response = 0;
            PipelineContext context("event", "route");
            context.BindRequest(request);
            context.BindResponse(response);
            if (!PipelineExecutor().Execute(**chain, context) || response != 2 * request) ++wrong;
          }
        }
      });
    }
  }
  CHECK(wrong == 0);
  for (int thread = 1; thread < kThreads; ++thread) CHECK(chains[thread] == chains[0]);
  CHECK((*provider)->chain_count() == kRoutes);
  CHECK(counter.entered == size_t{kThreads} * kRoutes * kRuns);
  CHECK(counter.left == counter.entered);
}

TEST_CASE("another thread stops a running execution") {
  PipelineProvider::Builder builder;
  Counter& counter = builder.AddGlobal<Counter>();
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  WaitForStop handler;
  auto chain = (*provider)->Chain({.id = "wait"}, handler);
  REQUIRE(chain.ok());

  std::stop_source stop;
  std::jthread stopper([&] {
    handler.started.wait(false);
    stop.request_stop();
  });
  PipelineContext context("event", "wait", stop.get_token());
  CHECK(PipelineExecutor().Execute(**chain, context).code() == FailureCode::kCancelled);
  CHECK(counter.left == 1);
}

TEST_CASE("threads find chains without a lock while others add to the cache") {
  PipelineProvider::Builder builder;
  builder.AddGlobal<Counter>();
  auto provider = std::move(builder).Build();
  REQUIRE(provider.ok());
  Increment handler;
  constexpr int kRoutes = 300;
  std::atomic<int> wrong = 0;
  std::barrier start(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        start.arrive_and_wait();
        for (int i = 0; i < kRoutes; ++i) {
          // Half of the threads go the other way, so that some find what others have just built.
          const std::string id = "route-" + std::to_string(thread % 2 == 0 ? i : kRoutes - 1 - i);
          auto chain = (*provider)->Chain({.id = id}, handler);
          if (!chain || (*chain)->route() != id) ++wrong;
        }
      });
    }
  }
  CHECK(wrong == 0);
  CHECK((*provider)->chain_count() == kRoutes);
}

TEST_CASE("threads have scoped services of their own and share singletons") {
  Shared shared;
  ServiceCollection services;
  services.AddInstance(shared);
  services.AddScoped<Own>();
  auto provider = std::move(services).Build();
  REQUIRE(provider.ok());
  constexpr int kScopes = 500;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < kScopes; ++i) {
          ServiceScope scope(**provider);
          scope.Get<Own>().uses++;
          if (++scope.Get<Own>().uses != 2) ++wrong;
        }
      });
    }
  }
  CHECK(wrong == 0);
  CHECK(shared.made == kThreads * kScopes);
}

}  // namespace krepis
