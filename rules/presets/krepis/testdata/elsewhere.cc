// Behaviours of other files, a helper that registers, and a class of which nothing is known.
// --- krepis.toml
version = 1
[[ordering.rules]]
id = "audit-outside-commit"
before = ["logging", "transaction"]
// --- behaviors.h
#include "krepis/pipeline_behavior.h"
namespace shop {
class Commit : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override;
};
class Audit : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override;
};
}  // namespace shop
// --- behaviors.cc
#include "behaviors.h"
namespace shop {
krepis::BehaviorTraits Commit::traits() const { return {.name = "commit", .stage = krepis::Stage::kTransaction}; }
krepis::BehaviorTraits Audit::traits() const { return {.name = "audit", .stage = krepis::Stage::kLogging}; }
}  // namespace shop
// --- main.cc
#include "behaviors.h"
#include "krepis/pipeline_provider.h"
namespace shop {
void AddDefaults(krepis::PipelineProvider::Builder& builder) {
  builder.AddGlobal<Commit>();
  builder.AddGlobal<Audit>();
}
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  AddDefaults(builder);
  builder.AddLocal<other::Unheard>("unheard");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"known", ""}, handler);  // chain: [known] "shop::Audit [logging] > shop::Commit [transaction] > Handler"
  (*provider)->Chain({"unheard", ""}, handler);  // chain: [unheard] "shop::Audit [logging] > shop::Commit [transaction] > other::Unheard?? > Handler"
}
}  // namespace shop
