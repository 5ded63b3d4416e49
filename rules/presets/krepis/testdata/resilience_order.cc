// The library's own behaviours of one stage have a fixed order: krepis/behaviors/resilience_order.h.
// --- krepis.toml
version = 1
// --- main.cc
#include "krepis/behaviors/retry.h"
#include "krepis/behaviors/timeout.h"
#include "krepis/behaviors/fallback.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_provider.h"
void Run(Handler& handler) {
  krepis::PipelineProvider::Builder builder;
  builder.AddGlobal<krepis::Retry>();
  builder.AddGlobal<krepis::Timeout>();
  builder.AddGlobal<krepis::Fallback>(answers);
  auto provider = std::move(builder).Build();
  (*provider)->Chain({"a", ""}, handler);  // chain: [a] "krepis::Fallback [resilience] > krepis::Timeout [resilience] > krepis::Retry [resilience] > Handler"
}
