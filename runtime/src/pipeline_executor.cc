#include "krepis/pipeline_executor.h"

#include <atomic>
#include <exception>
#include <string>

namespace krepis {

/// One entry of a behaviour, on the stack for as long as its Handle runs.
struct PipelineFrame {
  uint32_t entry;
  bool replays;
  bool called = false;  // next was called at least once
  bool inside = false;  // a call of next has not returned yet
  bool threw = false;
};

namespace {

/// A number no other execution of this process has, so that a kept NextPipe never fits a later one.
/// Threads take numbers in blocks.
uint64_t NewExecution() noexcept {
  constexpr uint64_t kBlock = 1 << 16;
  static std::atomic<uint64_t> next_block{1};
  thread_local uint64_t next = 0;
  thread_local uint64_t end = 0;
  if (next == end) {
    next = next_block.fetch_add(kBlock, std::memory_order_relaxed);
    end = next + kBlock;
  }
  return next++;
}

/// The exception being handled, as a failure of `who`.
[[gnu::cold, gnu::noinline]] Outcome FailureOfException(std::string_view who) noexcept {
  try {
    throw;
  } catch (const std::exception& exception) {
    try {
      return Outcome::Failure(FailureCode::kException, std::string(who) + ": " + exception.what());
    } catch (...) {  // no memory for the text
    }
  } catch (...) {
  }
  return Outcome::Failure(FailureCode::kException, who);
}

Outcome Call(const PipelineLink& link, PipelineContext& context, NextPipe next,
             PipelineFrame& frame) noexcept {
  try {
    return link.behavior->Handle(context, next);
  } catch (...) {
    frame.threw = true;
    return FailureOfException(link.name);
  }
}

Outcome Call(PipelineHandler& handler, PipelineContext& context) noexcept {
  try {
    return handler.Handle(context);
  } catch (...) {
    return FailureOfException(handler.name());
  }
}

}  // namespace

Outcome NextPipe::operator()(PipelineContext& context) const noexcept {
  return PipelineExecutor::Next(context, *this);
}

Outcome PipelineExecutor::Execute(const PipelineChain& chain,
                                  PipelineContext& context) const noexcept {
  if (context.chain_ != nullptr) {
    return Outcome::Failure(FailureCode::kContextBusy,
                            StaticMessage("the context already runs an execution"));
  }
  context.chain_ = &chain;
  context.execution_ = NewExecution();
  context.entries_ = 0;
  context.metadata_.start_time = std::chrono::steady_clock::now();
  context.metadata_.short_circuit_point = {};
  context.metadata_.next_reused_point = {};
  Outcome outcome = Enter(context, 0);
  context.chain_ = nullptr;
  return outcome;
}

Outcome PipelineExecutor::Next(PipelineContext& context, const NextPipe& next) noexcept {
  // Only the innermost behaviour may go on, from its own latest entry, and not from inside its own
  // call.
  PipelineFrame* frame = context.innermost_;
  if (frame == nullptr || context.execution_ != next.execution_ || frame->entry != next.entry_ ||
      frame->inside || (frame->called && !frame->replays)) [[unlikely]] {
    if (context.chain_ != nullptr && context.execution_ == next.execution_) {
      context.metadata_.next_reused_point = context.chain_->links()[next.position_ - 1].name;
    }
    return Outcome::Failure(
        FailureCode::kNextReused,
        StaticMessage("next was called again, or outside the entry it was made for"));
  }
  if (frame->called) context.metadata_.short_circuit_point = {};  // a new attempt
  frame->called = true;
  frame->inside = true;
  Outcome outcome = Enter(context, next.position_);
  frame->inside = false;
  return outcome;
}

Outcome PipelineExecutor::Enter(PipelineContext& context, uint32_t position) noexcept {
  if (context.stop_.stop_requested()) [[unlikely]] {
    return Outcome::Failure(FailureCode::kCancelled, StaticMessage("stop was requested"));
  }
  const PipelineChain& chain = *context.chain_;
  if (position == chain.links().size()) return Call(chain.handler(), context);

  const PipelineLink& link = chain.links()[position];
  PipelineFrame frame{.entry = context.entries_++, .replays = link.replays};
  PipelineFrame* outer = std::exchange(context.innermost_, &frame);
  Outcome outcome =
      Call(link, context, NextPipe(context.execution_, frame.entry, position + 1), frame);
  context.innermost_ = outer;
  if (!frame.called && !frame.threw) context.metadata_.short_circuit_point = link.name;
  link.behavior->PostProcess(context, outcome);
  return outcome;
}

}  // namespace krepis
