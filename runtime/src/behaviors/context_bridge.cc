#include "krepis/behaviors/context_bridge.h"

#include "krepis/pipeline_context.h"

namespace krepis {
namespace {

/// The tracestate that came, written anew: what is malformed, a line break in it for one, must not
/// get into the headers of calls made from here.
std::string StateOf(const PipelineContext& context) {
  const auto* header = context.items().Find(kTraceStateHeader);
  if (header == nullptr) return {};
  const auto state = TraceState::Parse(*header);
  return state ? state->Format() : std::string();
}

}  // namespace

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
      return {.span = caller->Child(random_), .parent = caller->span_id, .state = StateOf(context)};
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
