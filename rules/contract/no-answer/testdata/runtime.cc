// The krepis runtime: a success that is returned without a call of next stands for a handler that never ran.
// --- behaviors.h
#include "krepis/pipeline_behavior.h"
class Skips final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "skips"}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    if (!enabled_) return krepis::Outcome::Success(); // warning: [contract/no-answer] "'Skips::Handle' can return without having answered or continued"
    return next(context);
  }

 private:
  bool enabled_ = false;
};
class Cache final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "cache"}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    if (const Page* page = Find(context.request<Key>())) {
      *context.response<Page>() = *page;
      return krepis::Outcome::Success();
    }
    return next(context);
  }
};
class Refuses final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "refuses"}; }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    if (context.request<Key>() == nullptr) return krepis::Outcome::Failure("no key");
    return next(context);
  }
};
class SkipsLater final : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "skips-later"}; }
  krepis::Task<krepis::Outcome> HandleAsync(krepis::PipelineContext& context, krepis::AsyncNextPipe next) override {
    if (context.stop_requested()) co_return krepis::Outcome::Success(); // warning: [contract/no-answer] "'SkipsLater::HandleAsync' can return"
    co_return co_await next(context);
  }
};
