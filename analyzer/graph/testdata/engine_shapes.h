// Every way to register behaviours that the runtime library offers. chains_engine_test.cc compiles
// this file and builds the chains, and analyses its text: both must say the same of every route.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "krepis/async_chain.h"
#include "krepis/behaviors/legacy_middleware.h"
#include "krepis/behaviors/standard_pipeline.h"
#include "krepis/phased_behavior.h"
#include "krepis/pipeline_provider.h"

namespace shapes {

using krepis::AsyncNextPipe;
using krepis::BehaviorTraits;
using krepis::NextPipe;
using krepis::Outcome;
using krepis::PipelineContext;
using krepis::Placement;
using krepis::Stage;
using krepis::Strength;
using krepis::Tag;

/// What every behaviour here does.
class Through : public krepis::PhasedBehavior<> {};

class Timing final : public Through {
 public:
  BehaviorTraits traits() const override { return {.name = "timing", .stage = Stage::kLogging}; }
};

class LoginGuard final : public Through {
 public:
  BehaviorTraits traits() const override { return {"login-guard", Stage::kGuard}; }
};

class RoleGuard final : public Through {
 public:
  BehaviorTraits traits() const override {
    return {.name = "role-guard",
            .stage = Stage::kGuard,
            .placements = {Placement::After("login-guard"),
                           Placement::Before("tenant-guard", Strength::kWeak)}};
  }
};

class TenantGuard final : public Through {
 public:
  BehaviorTraits traits() const override;
};
inline BehaviorTraits TenantGuard::traits() const {
  BehaviorTraits traits;
  traits.name = "tenant-guard";
  traits.stage = Stage::kGuard;
  return traits;
}

class Commit final : public Through {
 public:
  explicit Commit(int limit = 0) : limit_(limit) {}
  BehaviorTraits traits() const override {
    return BehaviorTraits{.name = "commit", .stage = Stage::kTransaction};
  }

 private:
  [[maybe_unused]] int limit_;
};

class Cache final : public Through {
 public:
  BehaviorTraits traits() const override { return {.name = "cache", .repeatable = true}; }
};

class Metrics final : public Through {
 public:
  BehaviorTraits traits() const override {
    BehaviorTraits traits{"metrics"};
    traits.placements = {krepis::Placement::After("cache", krepis::Strength::kWeak)};
    return traits;
  }
};

/// Not phased: it calls its `next` itself, and more than once.
class Again final : public krepis::PipelineBehavior {
 public:
  BehaviorTraits traits() const override {
    return {.name = "again", .stage = Stage::kResilience, .replays = true};
  }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Outcome outcome = next(context);
    return outcome ? std::move(outcome) : next(context);
  }
};

/// Both forms, written out.
class Waiting final : public krepis::DualPipelineBehavior {
 public:
  BehaviorTraits traits() const override { return {"waiting", Stage::kResilience}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override { return next(context); }
  krepis::Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    co_return co_await next(context);
  }
};

class AsyncAudit final : public krepis::AsyncPipelineBehavior {
 public:
  BehaviorTraits traits() const override {
    return {.name = "async-audit", .placements = {Placement::Before("cache", Strength::kWeak)}};
  }
  krepis::Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    co_return co_await next(context);
  }
};

using Builder = krepis::PipelineProvider::Builder;

template <class Chains, class Handler>
void Scopes(Chains& chains, Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddLocal<Cache>("scopes/a");
  builder.AddScoped<Cache>("outer/inner");
  builder.AddGlobal(std::make_unique<Commit>(3));
  builder.AddScoped("outer", std::make_unique<Cache>());
  builder.AddGlobal<Timing>();
  builder.template AddLocal<LoginGuard>("scopes/b");
  auto provider = std::move(builder).Build();
  chains.Add((*provider)->Chain({"scopes/a", "outer/inner"}, handler));
  chains.Add((*provider)->Chain({.id = "scopes/b", .group = "outer"}, handler));
  chains.Add((*provider)->Chain({"scopes/c"}, handler));
  chains.Add((*provider)->Chain({"scopes/d", "outermost"}, handler));
}

inline constexpr Tag kMoney{"money"};
inline constexpr std::string_view kSlow = "slow";

template <class Chains, class Handler>
void Tags(Chains& chains, Handler& handler) {
  Builder builder;
  builder.AddScoped<Cache>(Tag{"money"});
  builder.AddScoped<Metrics>("shop");
  builder.AddScoped(krepis::Tag{.name = kSlow}, std::make_unique<Again>());
  builder.AddScoped<Commit>(kMoney, 7);
  auto provider = std::move(builder).Build();
  const std::array<std::string_view, 2> both = {"money", kSlow};
  static constexpr std::string_view kOne[] = {"slow"};
  chains.Add((*provider)->Chain({.id = "tags/both", .group = "shop", .tags = both}, handler));
  chains.Add((*provider)->Chain({"tags/one", "shop", kOne}, handler));
  chains.Add((*provider)->Chain({.id = "tags/none", .group = "shop"}, handler));
  krepis::PipelineRoute route{"tags/assigned"};
  route.tags = both;
  chains.Add((*provider)->Chain(route, handler));
  route.id = "tags/again";
  route.group = "shop/front";
  chains.Add((*provider)->Chain(route, handler));
}

template <class Chains, class Handler>
void Placements(Chains& chains, Handler& handler) {
  Builder builder;
  builder.AddGlobal<Metrics>();
  builder.AddScoped<TenantGuard>("shop");
  builder.AddGlobal<RoleGuard>();
  builder.AddLocal<Cache>("placements/a");
  builder.AddGlobal<LoginGuard>();
  auto provider = std::move(builder).Build();
  chains.Add((*provider)->Chain({"placements/a", "shop"}, handler));
  chains.Add((*provider)->Chain({"placements/b", "shop"}, handler));
  chains.Add((*provider)->Chain({"placements/c"}, handler));
}

template <class Chains, class Handler>
void Resilience(Chains& chains, Handler& handler) {
  Builder builder;
  builder.AddLocal<krepis::Timeout>("resilience");
  builder.AddGlobal<krepis::Retry>(krepis::RetryOptions{.max_attempts = 2});
  builder.AddScoped("work", std::make_unique<krepis::CircuitBreaker>());
  builder.AddGlobal<krepis::Bulkhead>();
  auto provider = std::move(builder).Build();
  chains.Add((*provider)->Chain({"resilience", "work"}, handler));
  Builder other;
  other.AddGlobal<krepis::Retry>(krepis::RetryOptions{.placements = {}});
  other.AddGlobal<krepis::Timeout>(
      krepis::TimeoutOptions{.placements = {Placement::After("retry")}});
  auto turned = std::move(other).Build();
  chains.Add((*turned)->Chain({"resilience/turned"}, handler));
}

template <class Chains, class Handler>
void Owned(Chains& chains, Handler& handler) {
  Builder builder;
  auto commit = std::make_unique<Commit>();
  builder.AddGlobal(std::move(commit));
  builder.AddGlobal(std::unique_ptr<Cache>(new Cache()));
  std::unique_ptr<LoginGuard> guard = std::make_unique<LoginGuard>();
  builder.AddLocal("owned", std::move(guard));
  [[maybe_unused]] Timing& timing = builder.AddGlobal<Timing>();
  auto provider = std::move(builder).Build();
  krepis::PipelineProvider& built = **provider;
  chains.Add(built.Chain({"owned"}, handler));
}

template <class Chains, class Handler>
void Legacy(Chains& chains, Handler& handler) {
  using Old = krepis::LegacyMiddleware<int, int>;
  const auto pass = [](const int&, krepis::LegacyResponse<int>, krepis::LegacyNext next) {
    next();
  };
  Builder builder;
  builder.AddGlobal<Cache>();
  builder.AddGlobal<krepis::LegacyMiddleware<int, int>>(pass);
  builder.AddGlobal<krepis::LegacyMiddleware<int, int>>(
      pass, krepis::LegacyOptions<int>{.name = "legacy-middleware", .stage = Stage::kGuard});
  builder.AddGlobal<krepis::LegacyErrorMiddleware<int, int>>(
      [](const Outcome&, const int&, krepis::LegacyResponse<int>, krepis::LegacyNext next) {
        next();
      },
      krepis::LegacyOptions<int>{.name = "legacy-error-middleware", .stage = Stage::kLogging});
  auto provider = std::move(builder).Build();
  chains.Add((*provider)->Chain({"legacy"}, handler));
  static_assert(sizeof(Old) > 0);
}

inline void AddDefaults(Builder& builder) {
  builder.AddGlobal<Timing>();
  builder.AddScoped<LoginGuard>("api");
}

template <class Chains, class Handler>
void Helpers(Chains& chains, Handler& handler) {
  Builder builder;
  builder.AddGlobal<Commit>();
  AddDefaults(builder);
  auto provider = std::move(builder).Build();
  chains.Add((*provider)->Chain({"helpers", "api"}, handler));
}

template <class Chains, class Handler>
void Async(Chains& chains, Handler& handler) {
  krepis::AsyncPipelineProvider::Builder builder;
  builder.AddGlobal<Cache>();
  builder.AddLocal<AsyncAudit>("async");
  builder.AddGlobal(std::make_unique<Waiting>());
  builder.AddScoped<LoginGuard>(Tag{"money"});
  builder.RequireStage(Stage::kResilience);
  auto provider = std::move(builder).Build();
  const std::array<std::string_view, 1> tags = {"money"};
  chains.Add((*provider)->Chain({.id = "async", .group = {}, .tags = tags}, handler));
}

}  // namespace shapes
