// "What is left here is a misspelt target": krepis/pipeline_provider.h, UnusedRegistrations().
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Login : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddLocal<Login>("orders/plcae");  // error: [ordering/uncovered-route] "'Login' (guard) covers no route: 'orders/place' is not what it is registered for"
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/place", "orders"}, handler);  // chain: [orders/place] "Handler"
}
