#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"
#include "runtime/tests/probe.h"

namespace krepis::testing {

/// A chain of global behaviours around a handler that a test gives; records what probes see.
class TestChain {
 public:
  template <class Behavior, class... Args>
  Behavior& Add(Args&&... args) {
    return builder_.AddGlobal<Behavior>(std::forward<Args>(args)...);
  }
  Probe& AddProbe(BehaviorTraits traits, Body body = Pass) {
    return Add<Probe>(trace_, traits, std::move(body));
  }
  void Handler(std::function<Outcome(PipelineContext&)> body) { body_ = std::move(body); }
  PipelineProvider::Builder& builder() { return builder_; }

  const PipelineChain& Build() {
    if (chain_ == nullptr) {
      auto provider = std::move(builder_).Build();
      INFO((provider ? "" : provider.error().message));
      REQUIRE(provider.ok());
      provider_ = std::move(provider).value();
      auto chain = provider_->Chain({.id = "test"}, handler_);
      INFO((chain ? "" : chain.error().message));
      REQUIRE(chain.ok());
      chain_ = *chain;
    }
    return *chain_;
  }
  Outcome Run(PipelineContext& context) { return PipelineExecutor().Execute(Build(), context); }
  Outcome Run() {
    PipelineContext context("event", "test");
    return Run(context);
  }

  /// The names of the behaviours, outermost first, separated by spaces.
  std::string Order() {
    std::string order;
    for (const PipelineLink& link : Build().links()) {
      if (!order.empty()) order += ' ';
      order += link.name;
    }
    return order;
  }
  Trace& trace() { return trace_; }

 private:
  Trace trace_;
  std::function<Outcome(PipelineContext&)> body_;
  ProbeHandler handler_{trace_, [this](PipelineContext& context) {
                          return body_ ? body_(context) : Outcome::Success();
                        }};
  PipelineProvider::Builder builder_;
  std::unique_ptr<PipelineProvider> provider_;
  const PipelineChain* chain_ = nullptr;
};

/// A handler that fails with these codes, one per call, and then succeeds.
inline std::function<Outcome(PipelineContext&)> Failing(std::vector<FailureCode> codes) {
  return [codes = std::move(codes), calls = size_t{0}](PipelineContext&) mutable {
    const size_t call = calls++;
    return call < codes.size() ? Outcome::Failure(codes[call]) : Outcome::Success();
  };
}

}  // namespace krepis::testing
