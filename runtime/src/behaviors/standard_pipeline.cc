#include "krepis/behaviors/standard_pipeline.h"

#include <algorithm>

namespace krepis {
namespace {

Stage StageOf(OptionalStage stage) {
  switch (stage) {
    case OptionalStage::kLogging:
      return Stage::kLogging;
    case OptionalStage::kResilience:
      return Stage::kResilience;
    case OptionalStage::kValidation:
      return Stage::kValidation;
    case OptionalStage::kTransaction:
      break;
  }
  return Stage::kTransaction;
}

}  // namespace

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::Bridge(
    const ContextBridgeOptions& options) {
  Reset(Stage::kContextBridge).standard.push_back(std::make_unique<ContextBridge>(options));
  return *this;
}

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::LogTo(LogSink& sink,
                                                                GlobalLoggingOptions options) {
  Reset(Stage::kLogging)
      .standard.push_back(std::make_unique<GlobalLogging>(sink, std::move(options)));
  return *this;
}

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::Resilience(ResilienceOptions options) {
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
  if (stage.empty()) SlotOf(Stage::kResilience).omitted = true;
  return *this;
}

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::GuardWith(Authenticator& authenticator,
                                                                    Policy policy) {
  std::vector<Behavior>& stage = Reset(Stage::kGuard).standard;
  stage.push_back(std::make_unique<Authentication>(authenticator));
  stage.push_back(std::make_unique<Authorization>(std::move(policy)));
  return *this;
}

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::GuardWith(Authenticator& authenticator,
                                                                    Anonymous anonymous) {
  Reset(Stage::kGuard)
      .standard.push_back(std::make_unique<Authentication>(authenticator, anonymous));
  return *this;
}

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::Transact(
    Transaction::Source source, const TransactionOptions& options) {
  Reset(Stage::kTransaction)
      .standard.push_back(std::make_unique<Transaction>(std::move(source), options));
  return *this;
}

template <class Form>
BasicStandardPipeline<Form>& BasicStandardPipeline<Form>::Omit(Optional stage) {
  SlotOf(StageOf(stage)).omitted = true;
  return *this;
}

template <class Form>
typename BasicStandardPipeline<Form>::Slot& BasicStandardPipeline<Form>::SlotOf(Stage stage) {
  const auto index = static_cast<size_t>(std::ranges::find(kStages, stage) - kStages.begin());
  return slots_[std::min(index, kStages.size() - 1)];
}

template <class Form>
typename BasicStandardPipeline<Form>::Slot& BasicStandardPipeline<Form>::Reset(Stage stage) {
  Slot& slot = SlotOf(stage);
  slot.standard.clear();
  slot.set = true;
  slot.omitted = false;
  return slot;
}

template <class Form>
void BasicStandardPipeline<Form>::Complete() {
  auto open = [this](Stage stage) {
    const Slot& slot = SlotOf(stage);
    return !slot.set && !slot.omitted;
  };
  if (open(Stage::kContextBridge)) Bridge({});
  if (open(Stage::kResilience)) Resilience({});
}

template class BasicStandardPipeline<SyncForm>;
template class BasicStandardPipeline<AsyncForm>;

}  // namespace krepis
