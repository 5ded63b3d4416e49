// A group covers its routes and those of the groups below it, not those whose names only begin alike.
// --- krepis.toml
version = 1
[[ordering.rules]]
id = "orders-are-guarded"
required = ["guard"]
routes = ["/orders*/**"]
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Login : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddScoped<Login>("orders");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/place", "orders/private"}, handler);  // chain: [orders/place] "Login [guard] > Handler"
  (*provider)->Chain({"orders2/place", "orders2"}, handler);  // error: [ordering/required orders-are-guarded] "route 'orders2/place' has no 'guard' in its chain: 'Login' is registered where it does not cover it (Handler)" chain: [orders2/place] "Handler"
}
