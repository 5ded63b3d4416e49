#include "krepis/behaviors/context_bridge.h"

#include "krepis/pipeline_context.h"

namespace krepis {

ContextBridge::ContextBridge(const ContextBridgeOptions& options)
    : random_(options.random == nullptr ? SystemRandom::Instance() : *options.random),
      sampled_(options.sampled),
      accept_headers_(options.accept_headers) {}

BehaviorTraits ContextBridge::traits() const {
  return {.name = "context-bridge", .stage = Stage::kContextBridge};
}

std::optional<Outcome> ContextBridge::Before(PipelineContext& context, State& state) {
  state.emplace(context, kTrace, TraceOf(context));
  return std::nullopt;
}

Trace ContextBridge::TraceOf(const PipelineContext& context) const {
  const auto* parent = accept_headers_ ? context.items().Find(kTraceParentHeader) : nullptr;
  if (parent != nullptr) {
    if (auto caller = TraceContext::Parse(*parent)) {
      const auto* state = context.items().Find(kTraceStateHeader);
      return {.span = caller->Child(random_),
              .parent = caller->span_id,
              .state = state == nullptr ? std::string() : std::string(*state)};
    }
  }
  if (const Trace* around = context.store().Find(kTrace)) {
    return {.span = around->span.Child(random_),
            .parent = around->span.span_id,
            .state = around->state};
  }
  return {.span = TraceContext::Issue(random_, sampled_), .parent = {}, .state = {}};
}

}  // namespace krepis
