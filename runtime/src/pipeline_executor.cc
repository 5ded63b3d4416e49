#include "krepis/pipeline_executor.h"

#include "krepis/pipeline_cursor.h"

namespace krepis {

using Cursor = PipelineCursor;

Outcome internal::SyncEntry::OfHandler(PipelineContext& context) noexcept {
  PipelineHandler& handler = static_cast<const PipelineChain*>(context.chain())->handler();
  try {
    return handler.Handle(context);
  } catch (...) {
    return Cursor::FailureOfException(handler.name());
  }
}

Outcome internal::SyncEntry::Replaying(PipelineContext& context, NextPosition position) noexcept {
  Outcome outcome = At(context, Cursor::Target(position));
  Cursor::Close(context, position);
  return outcome;
}

Outcome PipelineExecutor::Execute(const PipelineChain& chain,
                                  PipelineContext& context) const noexcept {
  const Cursor::Step* const outermost = Cursor::Begin(context, chain);
  if (outermost == nullptr) return Cursor::Busy();
  Outcome outcome = internal::SyncEntry::At(context, *outermost);
  Cursor::End(context);
  return outcome;
}

}  // namespace krepis
