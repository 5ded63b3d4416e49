// The runtime of this project: by stage and scope, whatever the order of the text.
# --- krepis.toml
version = 1
[[ordering.rules]]
id = "everything-guarded"
required = ["guard"]
except = ["/health"]
// --- behaviors.h
#include "krepis/pipeline_behavior.h"
namespace shop {
class UserGuard : public krepis::PipelineBehavior {
 public:
  krepis::BehaviorTraits traits() const override {
    return {.name = "user-guard", .stage = krepis::Stage::kGuard};
  }
};
}  // namespace shop
// --- main.cc
#include "behaviors.h"
#include "krepis/pipeline_provider.h"

namespace shop {

void Serve(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"health"}, handler);
  (*provider)->Chain({"orders", "api"}, handler);
  (*provider)->Chain({"metrics", "internal"}, handler);  // error: [ordering/required everything-guarded] "route 'metrics' has no 'guard'"
  builder.AddScoped<UserGuard>("api");
}

}  // namespace shop
