#include "krepis/pipeline_executor.h"

#include "krepis/pipeline_cursor.h"

namespace krepis {

using Cursor = PipelineCursor;

/// One entry. Every function here returns one variable or what it was given, so that an outcome is
/// made in its last place and never copied on the way out; all of them become one with
/// NextPipe::Continue.
struct SyncEntry {
  [[gnu::always_inline]] static inline Outcome Handle(PipelineContext& context,
                                                      const Cursor::Step& step,
                                                      NextPosition next) noexcept {
    try {
      return static_cast<PipelineBehavior*>(step.behavior)->Handle(context, NextPipe(next));
    } catch (...) {
      Cursor::Threw(context);
      return Cursor::FailureOfException(Cursor::NameOf(context, step));
    }
  }

  [[gnu::always_inline]] static inline Outcome OfBehavior(PipelineContext& context,
                                                          const Cursor::Step& step) noexcept {
    const NextPosition next = Cursor::Enter(context, step);
    Outcome outcome = Handle(context, step, next);
    Cursor::Leave(context, step);
    if (step.posts) step.behavior->PostProcess(context, outcome);
    return outcome;
  }

  [[gnu::noinline]] static Outcome OfHandler(PipelineContext& context) noexcept {
    PipelineHandler& handler = static_cast<const PipelineChain*>(context.chain())->handler();
    try {
      return handler.Handle(context);
    } catch (...) {
      return Cursor::FailureOfException(handler.name());
    }
  }

  [[gnu::always_inline]] static inline Outcome At(PipelineContext& context,
                                                  uint32_t position) noexcept {
    if (FailureCode refusal = Cursor::Poll(context); refusal != FailureCode::kNone) [[unlikely]] {
      return Cursor::Refused(refusal);
    }
    const Cursor::Step& step = Cursor::At(context, position);
    if (step.behavior == nullptr) return OfHandler(context);
    return OfBehavior(context, step);
  }

  [[gnu::always_inline]] static inline Outcome Opened(PipelineContext& context,
                                                      NextPosition position) noexcept {
    Outcome outcome = At(context, Cursor::Target(position));
    Cursor::Close(context, position);
    return outcome;
  }

  static Outcome Outermost(PipelineContext& context) noexcept {
    Outcome outcome = At(context, Cursor::First());
    Cursor::End(context);
    return outcome;
  }
};

Outcome NextPipe::Continue(PipelineContext& context, NextPosition position) noexcept {
  if (!Cursor::Open(context, position)) [[unlikely]]
    return Cursor::Reused();
  return SyncEntry::Opened(context, position);
}

Outcome PipelineExecutor::Execute(const PipelineChain& chain,
                                  PipelineContext& context) const noexcept {
  if (!Cursor::Begin(context, chain)) return Cursor::Busy();
  return SyncEntry::Outermost(context);
}

}  // namespace krepis
