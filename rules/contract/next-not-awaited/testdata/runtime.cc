// The krepis runtime: a task that nobody awaits never runs.
// --- behaviors.h
#include "krepis/async_behavior.h"
class Dropped final : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "dropped"}; }
  krepis::Task<krepis::Outcome> HandleAsync(krepis::PipelineContext& context, krepis::AsyncNextPipe next) override {
    next(context); // error: [contract/next-not-awaited] "'Dropped::HandleAsync' calls next(context) and neither awaits nor returns it"
    co_return krepis::Outcome::Success();
  }
};
class Stored final : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "stored"}; }
  krepis::Task<krepis::Outcome> HandleAsync(krepis::PipelineContext& context, krepis::AsyncNextPipe next) override {
    auto rest = next(context);
    Note(context);
    co_return co_await std::move(rest);
  }
};
class Awaited final : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "awaited"}; }
  krepis::Task<krepis::Outcome> HandleAsync(krepis::PipelineContext& context, krepis::AsyncNextPipe next) override {
    if (context.cancelled()) return next(context);
    krepis::Outcome outcome = co_await next(context);
    co_return outcome;
  }
};
