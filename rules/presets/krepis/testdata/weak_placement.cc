// A weak placement says nothing where what it names is missing: krepis/pipeline_behavior.h, Strength.
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Quota : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "quota", .stage = krepis::Stage::kGuard, .placements = {krepis::Placement::After("login", krepis::Strength::kWeak)}}; }
};
class Login : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Quota>();
  builder.AddLocal<Login>("with");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"with", ""}, handler);  // chain: [with] "Login [guard] > Quota [guard] > Handler"
  (*provider)->Chain({"without", ""}, handler);  // chain: [without] "Quota [guard] > Handler"
}
