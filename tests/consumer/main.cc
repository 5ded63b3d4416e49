// A guard that refuses and a guard that lets pass, through the installed library.

#include <cstdio>
#include <string_view>
#include <utility>

#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"

namespace {

class Door final : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "door", .stage = krepis::Stage::kGuard};
  }
  krepis::Outcome Handle(krepis::PipelineContext& context, krepis::NextPipe next) override {
    const std::string_view* key = context.request<std::string_view>();
    if (key == nullptr || *key != "open sesame") {
      return krepis::Outcome::Failure(krepis::FailureCode::kForbidden, "wrong key");
    }
    return next(context);
  }
};

class Cave final : public krepis::TypedHandler<std::string_view, int> {
 public:
  std::string_view name() const noexcept override { return "cave"; }
  krepis::Outcome Run(krepis::PipelineContext&, const std::string_view&, int& entered) override {
    ++entered;
    return krepis::Outcome::Success();
  }
};

}  // namespace

int main() {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Door>();
  auto provider = std::move(builder).Build();
  if (!provider.ok()) return 1;
  Cave cave;
  const auto chain = (*provider)->Chain({.id = "cave"}, cave);
  if (!chain.ok()) return 1;
  int entered = 0;
  for (const std::string_view key : {"open barley", "open sesame"}) {
    krepis::PipelineContext context("event", "cave");
    context.BindRequest(key);
    context.BindResponse(entered);
    const krepis::Outcome outcome = krepis::PipelineExecutor().Execute(**chain, context);
    std::printf("%s: %s\n", key.data(), outcome.ok() ? "entered" : "refused");
  }
  return entered == 1 ? 0 : 1;
}
