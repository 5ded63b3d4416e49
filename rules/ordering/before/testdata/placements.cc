// The runtime of this project: placements move behaviours within their stage, tags choose routes.
# --- krepis.toml
version = 1
[ordering.stages.login]
match = ["*::Login"]
[ordering.stages.roles]
match = ["*::Roles"]
[ordering.stages.audit]
match = ["*::Audit"]
[ordering.stages.cache]
match = ["*::Cache"]
[[ordering.rules]]
id = "login-before-roles"
before = ["login", "roles"]
[[ordering.rules]]
id = "audit-before-cache"
before = ["audit", "cache"]
// --- main.cc
#include "krepis/pipeline_provider.h"

namespace shop {

class Login : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"login", krepis::Stage::kGuard}; }
};
class Roles : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override {
    return {.name = "roles",
            .stage = krepis::Stage::kGuard,
            .placements = {krepis::Placement::After("login")}};
  }
};
class Audit : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"audit"}; }
};
class Cache : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override {
    return {.name = "cache",
            .placements = {krepis::Placement::Before("audit", krepis::Strength::kWeak)}};
  }
};
class Late : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"late"}; }
};
/// Its place is given to it.
class Placed : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {.name = "placed", .placements = where_}; }
};

void Serve(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Roles>();
  builder.AddGlobal<Login>();
  builder.AddGlobal<Audit>();  // error: [ordering/before audit-before-cache] "'shop::Audit' (audit) stands inside 'shop::Cache' (cache) on route 'refund'"
  builder.AddScoped<Cache>(krepis::Tag{"money"});
  auto provider = std::move(builder).Build();
  const std::array<std::string_view, 1> tags = {"money"};
  (*provider)->Chain({.id = "refund", .group = "shop", .tags = tags}, handler);
  (*provider)->Chain({.id = "health"}, handler);
}

void ServeOtherwise(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Audit>();  // unknown: [barrier] "where 'shop::Cache' stands among its stage is not known"
  builder.AddGlobal<Placed>();
  builder.AddLocal<Cache>("otherwise");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"otherwise"}, handler);
}

}  // namespace shop
