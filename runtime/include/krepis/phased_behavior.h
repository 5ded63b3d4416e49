#pragma once

#include <optional>
#include <utility>

#include "krepis/async_behavior.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/task.h"

namespace krepis {

/// A PhasedBehavior that keeps nothing between its phases.
struct NoState {};

/// A behaviour in two phases, written once for every form of chain: what it does on the way in,
/// what it does on the way out, and what it remembers between them. It calls `next` itself, exactly
/// once, so it cannot replay and cannot misuse it. Neither phase waits: what has to wait on the way
/// is not a PhasedBehavior.
///
/// `State` is made when the behaviour is entered and destroyed when it is left, after After and
/// before PostProcess. It need not be movable: what has a scope (a StopScope, a timer) is
/// emplaced into a member of it.
template <class State = NoState>
class PhasedBehavior : public DualPipelineBehavior {
 public:
  /// On the way in. Nothing: go on to what is inside. An outcome: short-circuit with it; After is
  /// not called, PostProcess is.
  virtual std::optional<Outcome> Before(PipelineContext& context, State& state) {
    static_cast<void>(context);
    static_cast<void>(state);
    return std::nullopt;
  }

  /// On the way out. `outcome` is how the inside ended; returns how this behaviour ends.
  virtual Outcome After(PipelineContext& context, State& state, Outcome outcome) {
    static_cast<void>(context);
    static_cast<void>(state);
    return outcome;
  }

  Outcome Handle(PipelineContext& context, NextPipe next) final {
    State state{};
    if (std::optional<Outcome> answer = Before(context, state)) return *std::move(answer);
    return After(context, state, next(context));
  }

  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) final {
    State state{};
    if (std::optional<Outcome> answer = Before(context, state)) co_return *std::move(answer);
    co_return After(context, state, co_await next(context));
  }
};

}  // namespace krepis
