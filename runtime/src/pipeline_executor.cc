#include "krepis/pipeline_executor.h"

#include "krepis/pipeline_cursor.h"

namespace krepis {
namespace {

using Cursor = PipelineCursor;

Outcome Call(PipelineBehavior& behavior, PipelineContext& context, NextPipe next,
             uint32_t position) noexcept {
  try {
    return behavior.Handle(context, next);
  } catch (...) {
    Cursor::Threw(context);
    return Cursor::FailureOfException(Cursor::NameAt(context, position));
  }
}

Outcome Call(PipelineHandler& handler, PipelineContext& context) noexcept {
  try {
    return handler.Handle(context);
  } catch (...) {
    return Cursor::FailureOfException(handler.name());
  }
}

}  // namespace

Outcome NextPipe::operator()(PipelineContext& context) const noexcept {
  if (!Cursor::Open(context, position_)) [[unlikely]]
    return Cursor::Reused();
  Outcome outcome = PipelineExecutor::Enter(context, Cursor::Target(position_));
  Cursor::Close(context, position_);
  return outcome;
}

Outcome PipelineExecutor::Execute(const PipelineChain& chain,
                                  PipelineContext& context) const noexcept {
  if (!Cursor::Begin(context, chain)) return Cursor::Busy();
  Outcome outcome = Enter(context, Cursor::First());
  Cursor::End(context);
  return outcome;
}

Outcome PipelineExecutor::Enter(PipelineContext& context, uint32_t position) noexcept {
  if (FailureCode refusal = Cursor::Poll(context); refusal != FailureCode::kNone) [[unlikely]] {
    return Cursor::Refused(refusal);
  }
  const Cursor::Step& step = Cursor::At(context, position);
  if (step.behavior == nullptr) {
    return Call(static_cast<const PipelineChain*>(context.chain())->handler(), context);
  }
  NextPosition next = Cursor::Enter(context, position, step);
  Outcome outcome =
      Call(static_cast<PipelineBehavior&>(*step.behavior), context, NextPipe(next), position);
  Cursor::Leave(context, next);
  if (step.posts) step.behavior->PostProcess(context, outcome);
  return outcome;
}

}  // namespace krepis
