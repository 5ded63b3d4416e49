#pragma once

#include <string>

#include "krepis/pipeline_behavior.h"

namespace stock {

/// Counts every execution, whatever becomes of it.
class Metrics final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "metrics", .stage = krepis::Stage::kLogging};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    return next(context);
  }
};

/// Lets only the warehouse in.
class WarehouseGuard final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "warehouse-guard", .stage = krepis::Stage::kGuard};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    if (context.metadata().schema != "warehouse") {
      return krepis::Outcome::Failure(krepis::FailureCode::kForbidden, "only the warehouse may do this");
    }
    return next(context);
  }
};

/// Runs the rest once more when it failed.
class SecondChance final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "second-chance", .stage = krepis::Stage::kResilience};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    krepis::Outcome outcome = next(context);
    if (outcome.ok()) return outcome;
    return next(context);
  }
};

}  // namespace stock
