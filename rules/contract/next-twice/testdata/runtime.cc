// The krepis runtime: only a behaviour that declares `replays` may continue twice.
// --- behaviors.h
#include "krepis/pipeline_behavior.h"
class Once final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "once"}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    krepis::Outcome outcome = next(context);
    if (outcome.ok()) return outcome;
    return next(context); // error: [contract/next-twice] "'Once::Handle' can call next(context) a second time on one path"
//         ^^^^^^^^^^^^^
  }
};
class Retry final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "retry", .replays = true}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    krepis::Outcome outcome = next(context);
    if (outcome.ok()) return outcome;
    return next(context);
  }
};
class OnceAwaited final : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "once"}; }
  krepis::Task<krepis::Outcome> HandleAsync(krepis::PipelineContext& context, krepis::AsyncNextPipe next) override {
    krepis::Outcome outcome = co_await next(context);
    if (outcome.ok()) co_return outcome;
    co_return co_await next(context); // error: [contract/next-twice] "'OnceAwaited::HandleAsync' can call next(context) a second time on one path"
//                     ^^^^^^^^^^^^^
  }
};
class Configured final : public krepis::PipelineBehavior {
 public:
  static constexpr bool kReplay = true;
  krepis::BehaviorTraits traits() const override { return {.name = "configured", .replays = kReplay}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    (void)next(context);
    return next(context);
  }
};
class SaysNo final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "no", .replays = false}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    (void)next(context);
    return next(context); // error: [contract/next-twice] "'SaysNo::Handle' can call next(context) a second time"
  }
};
