// In one stage: global, then the outer group, the inner one, tags, the route's own: krepis/pipeline_provider.h, Chain().
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Own : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "own", .stage = krepis::Stage::kGuard}; }
};
class Tagged : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "tagged", .stage = krepis::Stage::kGuard}; }
};
class Inner : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "inner", .stage = krepis::Stage::kGuard}; }
};
class Outer : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "outer", .stage = krepis::Stage::kGuard}; }
};
class Everyone : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "everyone", .stage = krepis::Stage::kGuard}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddLocal<Own>("orders/place");
  builder.AddScoped<Tagged>(krepis::Tag{"money"});
  builder.AddScoped<Inner>("shop/orders");
  builder.AddScoped<Outer>("shop");
  builder.AddGlobal<Everyone>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({.id = "orders/place", .group = "shop/orders", .tags = {"money"}}, handler);  // chain: [orders/place] "Everyone [guard] > Outer [guard] > Inner [guard] > Tagged [guard] > Own [guard] > Handler"
  (*provider)->Chain({"orders/list", "shop/orders"}, handler);  // chain: [orders/list] "Everyone [guard] > Outer [guard] > Inner [guard] > Handler"
  (*provider)->Chain({"about", "shopping"}, handler);  // chain: [about] "Everyone [guard] > Handler"
}
