#pragma once

#include <cstdint>

#include "krepis/outcome.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_chain.h"
#include "krepis/pipeline_context.h"

namespace krepis {

/// Runs a chain over a context. Stateless: share one or make one, from any thread.
///
/// An execution allocates nothing of its own (a failure's message aside), polls the context's stop
/// token and deadline before each entry, turns exceptions into failures where they leave a
/// behaviour or the handler, and post-processes every entry exactly once, innermost first. abort(),
/// a killed process and a stack overflow are beyond that promise.
class PipelineExecutor {
 public:
  /// Runs the chain to its end in this thread. Fails with kContextBusy, and enters nothing, when
  /// `context` already runs an execution; otherwise the outcome is that of the outermost behaviour
  /// (or the handler), or kCancelled or kTimedOut when stop was requested or the deadline passed
  /// before the first entry. Scoped services are destroyed before it returns.
  Outcome Execute(const PipelineChain& chain, PipelineContext& context) const noexcept;
};

}  // namespace krepis
