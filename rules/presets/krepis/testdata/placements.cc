// Placements move behaviours within their stage: krepis/pipeline_behavior.h, Placement.
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Permission : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "permission", .stage = krepis::Stage::kGuard}; }
};
class Login : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard, .placements = {krepis::Placement::Before("permission")}}; }
};
class Session : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "session", .stage = krepis::Stage::kGuard, .placements = {krepis::Placement::Before("login")}}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Permission>();
  builder.AddGlobal<Login>();
  builder.AddGlobal<Session>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"a", ""}, handler);  // chain: [a] "Session [guard] > Login [guard] > Permission [guard] > Handler"
}
