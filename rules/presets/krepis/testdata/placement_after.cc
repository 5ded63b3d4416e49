// A behaviour behind one of its own stage; those of other stages stay where they are: krepis/pipeline_behavior.h, Placement.
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Quota : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "quota", .stage = krepis::Stage::kGuard, .placements = {krepis::Placement::After("login")}}; }
};
class Login : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard}; }
};
class Check : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "check", .stage = krepis::Stage::kValidation}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Check>();
  builder.AddGlobal<Quota>();
  builder.AddLocal<Login>("a");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"a", ""}, handler);  // chain: [a] "Login [guard] > Quota [guard] > Check [validation] > Handler"
}
