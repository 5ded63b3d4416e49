#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"

namespace krepis::testing {

/// What happened, in order: "+name" a behaviour was entered, "~name code" it was post-processed,
/// "handler".
using Trace = std::vector<std::string>;

using Body = std::function<Outcome(PipelineContext&, NextPipe)>;

inline Outcome Pass(PipelineContext& context, NextPipe next) { return next(context); }

/// A behaviour that writes a trace. `Base` is a form's type of behaviour.
template <class Base>
class TracedBehavior : public Base {
 public:
  BehaviorTraits traits() const override { return traits_; }
  void PostProcess(PipelineContext&, const Outcome& outcome) noexcept override {
    trace_.push_back("~" + name_ + " " + std::string(Name(outcome.code())));
  }

 protected:
  TracedBehavior(Trace& trace, BehaviorTraits traits)
      : trace_(trace), name_(traits.name), traits_(std::move(traits)) {
    traits_.name = name_;
  }
  void Enter() { trace_.push_back("+" + name_); }

 private:
  Trace& trace_;
  std::string name_;
  BehaviorTraits traits_;
};

/// A behaviour that writes a trace around a body given by the test.
class Probe final : public TracedBehavior<PipelineBehavior> {
 public:
  Probe(Trace& trace, BehaviorTraits traits, Body body = Pass)
      : TracedBehavior(trace, std::move(traits)), body_(std::move(body)) {}
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Enter();
    return body_(context, next);
  }

 private:
  Body body_;
};

/// A handler that writes a trace around a body given by the test.
class ProbeHandler final : public PipelineHandler {
 public:
  explicit ProbeHandler(Trace& trace, std::function<Outcome(PipelineContext&)> body = {})
      : trace_(trace), body_(std::move(body)) {}
  Outcome Handle(PipelineContext& context) override {
    trace_.push_back("handler");
    return body_ ? body_(context) : Outcome::Success();
  }

 private:
  Trace& trace_;
  std::function<Outcome(PipelineContext&)> body_;
};

/// A chain of probes, in the order they are added, and a context to run it over.
template <class Provider, class ProbeType, class HandlerType>
class ProbeTest {
 protected:
  template <class... BodyType>
  void Add(BehaviorTraits traits, BodyType... body) {
    builder_.template AddGlobal<ProbeType>(trace_, std::move(traits), std::move(body)...);
  }
  template <class... BodyType>
  void Add(std::string_view name, BodyType... body) {
    Add(BehaviorTraits{.name = name}, std::move(body)...);
  }
  template <class BodyType>
  void Handler(BodyType body) {
    handler_ = std::make_unique<HandlerType>(trace_, std::move(body));
  }
  const typename Provider::ChainType& Chain() {
    if (chain_ == nullptr) {
      auto provider = std::move(builder_).Build();
      REQUIRE(provider.ok());
      provider_ = std::move(provider).value();
      auto chain = provider_->Chain({.id = "test"}, *handler_);
      REQUIRE(chain.ok());
      chain_ = *chain;
    }
    return *chain_;
  }

  Trace trace_;
  std::stop_source stop_;
  PipelineContext context_{"event", "test", stop_.get_token()};
  typename Provider::Builder builder_;

 private:
  std::unique_ptr<HandlerType> handler_ = std::make_unique<HandlerType>(trace_);
  std::unique_ptr<Provider> provider_;
  const typename Provider::ChainType* chain_ = nullptr;
};

}  // namespace krepis::testing
