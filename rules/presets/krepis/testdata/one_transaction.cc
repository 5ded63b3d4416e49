// "kSeveralTransactions": a chain commits once: krepis/pipeline_error.h.
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Store : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "store", .stage = krepis::Stage::kTransaction}; }
};
class Ledger : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "ledger", .stage = krepis::Stage::kTransaction}; }
};
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddScoped<Store>("shop");
  builder.AddLocal<Ledger>("pay");  // error: [ordering/at-most-once krepis-one-transaction] "'Ledger' (transaction) stands a second time on route 'pay' (Store [transaction] > Ledger [transaction] > Handler)"
  builder.AddLocal<Ledger>("book");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"pay", "shop"}, handler);  // chain: [pay] "Store [transaction] > Ledger [transaction] > Handler"
  (*provider)->Chain({"book", "back"}, handler);  // chain: [book] "Ledger [transaction] > Handler"
}
