// What is registered under a condition may be there.
// --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["guard"]
// --- main.cc
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
class Login : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "login", .stage = krepis::Stage::kGuard}; }
};
class Trace : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override { return {.name = "trace", .stage = krepis::Stage::kLogging}; }
};
void Run(Handler& handler, bool locked) {
  krepis::PipelineProvider::Builder builder;
  if (locked) builder.AddGlobal<Login>();
  for (const std::string_view group : {"a", "b"}) builder.AddScoped<Trace>(group);
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"place", "a"}, handler);  // chain: [place] "Trace [logging]? > Login [guard]? > Handler"
}
