#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "krepis/behaviors/random_source.h"
#include "krepis/behaviors/trace_context.h"
#include "krepis/context_store.h"
#include "krepis/phased_behavior.h"
#include "krepis/pipeline_items.h"

namespace krepis {

/// The headers as they came, which whoever receives requests leaves in the context's items before
/// the execution. Read while ContextBridge is entered, no longer.
inline constexpr ItemKey<std::string_view> kTraceParentHeader{"traceparent"};
inline constexpr ItemKey<std::string_view> kTraceStateHeader{"tracestate"};

/// Where an execution is in its trace.
struct Trace {
  /// This execution's span: what goes into the headers of calls made from here.
  TraceContext span;
  /// The span that called; not valid() where the trace begins here.
  SpanId parent;
  /// The tracestate header to pass on, or to read with TraceState::Parse. Empty where the trace
  /// begins here, and where what came was malformed.
  std::string state;
};

/// The trace of the current execution. Every chain with a ContextBridge has one.
inline constexpr ContextKey<Trace> kTrace{"trace"};

struct ContextBridgeOptions {
  /// Of new ids. Null: SystemRandom.
  RandomSource* random = nullptr;
  /// Whether traces that begin here are recorded. A trace that comes from outside has decided.
  bool sampled = true;
  /// Takes up traces from the headers. False where callers are not trusted with trace ids: the
  /// trace then begins here.
  bool accept_headers = true;
};

/// Puts the execution's Trace into the context store: that of the caller (headers, then the store
/// of an execution around this one), in a span of its own, or a new one where there is none or the
/// header is malformed. So every execution has one.
///
/// Stage: context-bridge. Thread-safe if the random source is. Allocates where a tracestate came.
class ContextBridge final : public PhasedBehavior<std::optional<ContextScope<Trace>>> {
 public:
  using State = std::optional<ContextScope<Trace>>;

  explicit ContextBridge(const ContextBridgeOptions& options = {});

  BehaviorTraits traits() const override;
  std::optional<Outcome> Before(PipelineContext& context, State& state) override;

 private:
  Trace TraceOf(const PipelineContext& context) const;

  RandomSource& random_;
  const bool sampled_;
  const bool accept_headers_;
};

}  // namespace krepis
