// Behaviours that declare no stage nest global, scoped, local: krepis/pipeline_provider.h, Chain(). A retry inside
// a transaction repeats on a transaction that has failed.
// --- krepis.toml
version = 1
[ordering.stages.retried]
match = ["Retry"]
[ordering.stages.committed]
match = ["Commit"]
[[ordering.rules]]
id = "retry-outside-commit"
before = ["retried", "committed"]
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Commit : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "commit"}; }
};
class Retry : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "retry"}; }
};
void Wrong(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<Commit>();
  builder.AddLocal<Retry>("orders/place");  // error: [ordering/before retry-outside-commit] "'Retry' (retried) stands inside 'Commit' (committed) on route 'orders/place' (Commit [committed] > Retry [retried] > Handler)"
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/place", ""}, handler);  // chain: [orders/place] "Commit [committed] > Retry [retried] > Handler"
}
void Right(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddLocal<Commit>("orders/cancel");
  builder.AddGlobal<Retry>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/cancel", ""}, handler);  // chain: [orders/cancel] "Retry [retried] > Commit [committed] > Handler"
}
