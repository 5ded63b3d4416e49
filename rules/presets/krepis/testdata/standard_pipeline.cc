// The standard stages bring the bridge and the guard; the others are there when they are set up: krepis/behaviors/standard_pipeline.h.
// --- krepis.toml
version = 1
[[ordering.rules]]
id = "guarded"
required = ["guard"]
// --- main.cc
#include "krepis/behaviors/standard_pipeline.h"
#include "krepis/behaviors/transaction.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
void Run(Handler& handler, Authenticator& users) {
  krepis::PipelineProvider::Builder builder;
  builder.AddLocal<krepis::Transaction>("orders/place", UnitOfWorkOf);
  krepis::StandardPipeline pipeline;
  pipeline.GuardWith(users);
  std::move(pipeline).AddTo(builder, "orders");
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"orders/place", "orders"}, handler);  // chain: [orders/place] "krepis::ContextBridge [context-bridge] > krepis::GlobalLogging [logging]? > krepis::Fallback [resilience]? > krepis::Bulkhead [resilience]? > krepis::Timeout [resilience]? > krepis::CircuitBreaker [resilience]? > krepis::Retry [resilience]? > krepis::Authentication [guard] > krepis::Authorization [guard]? > krepis::Validation [validation]? > krepis::Transaction [transaction]? > krepis::Transaction [transaction] > Handler"
  (*provider)->Chain({"health", ""}, handler);  // error: [ordering/required guarded] "route 'health' has no 'guard' in its chain: 'krepis::Authentication' is registered where it does not cover it (Handler)" chain: [health] "Handler"
}
