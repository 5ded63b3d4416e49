// The provider refuses a second transaction when the chain is built; this says so before.
// --- main.cc
#include "krepis/pipeline_provider.h"

class First : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"a", krepis::Stage::kTransaction}; }
};
class Second : public krepis::PipelineBehavior {
  krepis::BehaviorTraits traits() const override { return {"b", krepis::Stage::kTransaction}; }
};

void Serve(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddLocal<Second>("orders");  // error: [ordering/at-most-once krepis-one-transaction] "'Second' (transaction) stands a second time on route 'orders'"
  builder.AddGlobal<First>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders", "api"}, handler);
  (*provider)->Chain({"users", "api"}, handler);
}
