#include "krepis/behaviors/standard_pipeline.h"

#include <algorithm>

namespace krepis {
namespace {

/// The index of a stage; unknown ones go with the unstaged, for the provider to report.
size_t IndexOf(Stage stage) {
  return std::min(static_cast<size_t>(std::ranges::find(kStages, stage) - kStages.begin()),
                  kStages.size() - 1);
}

Stage StageOf(StandardPipeline::Optional stage) {
  switch (stage) {
    case StandardPipeline::Optional::kLogging:
      return Stage::kLogging;
    case StandardPipeline::Optional::kResilience:
      return Stage::kResilience;
    case StandardPipeline::Optional::kValidation:
      return Stage::kValidation;
    case StandardPipeline::Optional::kTransaction:
      break;
  }
  return Stage::kTransaction;
}

}  // namespace

StandardPipeline& StandardPipeline::Bridge(const ContextBridgeOptions& options) {
  Reset(Stage::kContextBridge).standard.push_back(std::make_unique<ContextBridge>(options));
  return *this;
}

StandardPipeline& StandardPipeline::LogTo(LogSink& sink, GlobalLoggingOptions options) {
  Reset(Stage::kLogging)
      .standard.push_back(std::make_unique<GlobalLogging>(sink, std::move(options)));
  return *this;
}

StandardPipeline& StandardPipeline::Resilience(ResilienceOptions options) {
  std::vector<Behavior>& stage = Reset(Stage::kResilience).standard;
  if (options.fallback) {
    stage.push_back(std::make_unique<Fallback>(std::move(options.fallback),
                                               std::move(options.fallback_options)));
  }
  if (options.bulkhead) stage.push_back(std::make_unique<Bulkhead>(*std::move(options.bulkhead)));
  if (options.timeout) stage.push_back(std::make_unique<Timeout>(*std::move(options.timeout)));
  if (options.circuit_breaker) {
    stage.push_back(std::make_unique<CircuitBreaker>(*std::move(options.circuit_breaker)));
  }
  if (options.retry) stage.push_back(std::make_unique<Retry>(*std::move(options.retry)));
  // Whoever wants none of them has left the stage out.
  if (stage.empty()) slots_[IndexOf(Stage::kResilience)].omitted = true;
  return *this;
}

StandardPipeline& StandardPipeline::GuardWith(Authenticator& authenticator, Policy policy) {
  std::vector<Behavior>& stage = Reset(Stage::kGuard).standard;
  stage.push_back(std::make_unique<Authentication>(authenticator));
  stage.push_back(std::make_unique<Authorization>(std::move(policy)));
  return *this;
}

StandardPipeline& StandardPipeline::GuardWith(Authenticator& authenticator, Anonymous anonymous) {
  Reset(Stage::kGuard)
      .standard.push_back(std::make_unique<Authentication>(authenticator, anonymous));
  return *this;
}

StandardPipeline& StandardPipeline::Transact(Transaction::Source source,
                                             const TransactionOptions& options) {
  Reset(Stage::kTransaction)
      .standard.push_back(std::make_unique<Transaction>(std::move(source), options));
  return *this;
}

StandardPipeline& StandardPipeline::Use(std::unique_ptr<PipelineBehavior> behavior) {
  const Stage stage = behavior == nullptr ? Stage::kUnstaged : behavior->traits().stage;
  slots_[IndexOf(stage)].own.push_back(std::move(behavior));
  return *this;
}

StandardPipeline& StandardPipeline::Omit(Optional stage) {
  slots_[IndexOf(StageOf(stage))].omitted = true;
  return *this;
}

StandardPipeline::Slot& StandardPipeline::Reset(Stage stage) {
  Slot& slot = slots_[IndexOf(stage)];
  slot.standard.clear();
  slot.set = true;
  slot.omitted = false;
  return slot;
}

void StandardPipeline::Complete() {
  auto open = [this](Stage stage) {
    const Slot& slot = slots_[IndexOf(stage)];
    return !slot.set && !slot.omitted;
  };
  if (open(Stage::kContextBridge)) Bridge({});
  if (open(Stage::kResilience)) Resilience({});
}

}  // namespace krepis
