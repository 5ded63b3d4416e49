#pragma once

#include <functional>
#include <memory>
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

/// A behaviour that writes a trace around a body given by the test.
class Probe final : public PipelineBehavior {
 public:
  Probe(Trace& trace, BehaviorTraits traits, Body body = Pass)
      : trace_(trace), name_(traits.name), traits_(traits), body_(std::move(body)) {
    traits_.name = name_;
  }
  BehaviorTraits traits() const override { return traits_; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    trace_.push_back("+" + name_);
    return body_(context, next);
  }
  void PostProcess(PipelineContext&, const Outcome& outcome) noexcept override {
    trace_.push_back("~" + name_ + " " + std::string(Name(outcome.code())));
  }

 private:
  Trace& trace_;
  std::string name_;
  BehaviorTraits traits_;
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

}  // namespace krepis::testing
