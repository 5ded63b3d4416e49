// The asynchronous form nests in the same way: krepis/async_chain.h.
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/async_behavior.h"
#include "krepis/async_chain.h"
class Commit : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "commit", .stage = krepis::Stage::kTransaction}; }
};
class Login : public krepis::AsyncPipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard}; }
};
void Run(krepis::AsyncPipelineHandler& handler) {
  krepis::AsyncPipelineProvider::Builder builder;
  builder.AddLocal<Commit>("a");
  builder.AddGlobal<Login>();
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"a", ""}, handler);  // chain: [a] "Login [guard] > Commit [transaction] > krepis::AsyncPipelineHandler"
}
