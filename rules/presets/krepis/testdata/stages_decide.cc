// Behaviours nest by the stage that they declare, whatever the order of the text: krepis/pipeline_provider.h, Chain().
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Commit : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "commit", .stage = krepis::Stage::kTransaction}; }
};
class Retry : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "retry", .stage = krepis::Stage::kResilience}; }
};
class Audit : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "audit", .stage = krepis::Stage::kLogging}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Commit>();
  builder.AddLocal<Retry>("orders/place");
  builder.AddScoped<Audit>("orders");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/place", "orders"}, handler);  // chain: [orders/place] "Audit [logging] > Retry [resilience] > Commit [transaction] > Handler"
  (*provider)->Chain({"health", ""}, handler);  // chain: [health] "Commit [transaction] > Handler"
}
