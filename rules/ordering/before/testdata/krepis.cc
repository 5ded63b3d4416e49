// A global transaction cannot wrap a local retry: stages decide before scopes do.
# --- krepis.toml
version = 1
[ordering.stages.retry]
match = ["Retry"]
[ordering.stages.audit]
match = ["*::Audit"]
[ordering.stages.cache]
match = ["Cache"]
[[ordering.rules]]
id = "retry-before-transaction"
before = ["retry", "transaction"]
[[ordering.rules]]
id = "audit-before-cache"
before = ["audit", "cache"]
// --- main.cc
#include "krepis/pipeline_provider.h"

namespace shop {

class Transaction : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"tx", krepis::Stage::kTransaction}; }
};
class Retry : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"retry", krepis::Stage::kResilience}; }
};
class Audit : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"audit"}; }
};
class Cache : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"cache"}; }
};

void Serve(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Transaction>();
  builder.AddLocal<Retry>("orders");
  builder.AddLocal("orders", std::make_unique<Audit>());  // error: [ordering/before audit-before-cache] "'shop::Audit' (audit) stands inside 'shop::Cache' (cache) on route 'orders'"
  builder.AddGlobal(std::make_unique<Cache>());
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders", "api"}, handler);
}

}  // namespace shop
