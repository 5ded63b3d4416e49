#include "krepis/pipeline_cursor.h"

#include <atomic>
#include <exception>
#include <string>

namespace krepis {
namespace {

/// A number no other execution of this process has, so that a kept `next` never fits a later one.
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

}  // namespace

bool PipelineCursor::Begin(PipelineContext& context, const ChainBase& chain) noexcept {
  if (context.chain_ != nullptr) return false;
  context.chain_ = &chain;
  context.execution_ = NewExecution();
  context.entries_ = kEntry;
  context.open_ = kNobody;
  context.metadata_.Start(context.clock_);
  return true;
}

Outcome PipelineCursor::Busy() noexcept {
  return Outcome::Failure(FailureCode::kContextBusy,
                          StaticMessage("the context already runs an execution"));
}

Outcome PipelineCursor::Reused() noexcept {
  return Outcome::Failure(
      FailureCode::kNextReused,
      StaticMessage("next was called again, or outside the entry it was made for"));
}

Outcome PipelineCursor::Refused(FailureCode code) noexcept {
  return Outcome::Failure(code, code == FailureCode::kTimedOut
                                    ? StaticMessage("the deadline passed")
                                    : StaticMessage("stop was requested"));
}

Outcome PipelineCursor::FailureOfException(std::string_view who) noexcept {
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

std::string_view PipelineCursor::NameOf(const PipelineContext& context, const Step& step) noexcept {
  const ChainBase& chain = *context.chain_;
  return chain.links()[static_cast<size_t>(&step - chain.steps_.data())].name;
}

std::string_view PipelineCursor::NameAt(const PipelineContext& context,
                                        uint32_t position) noexcept {
  const ChainBase& chain = *context.chain_;
  return position < chain.links().size() ? chain.links()[position].name
                                         : chain.handler_base().name();
}

bool PipelineCursor::OpenAgain(PipelineContext& context, NextPosition next) noexcept {
  if (context.execution_ != next.execution_) return false;
  if (context.open_ == (next.place_ | kCalled)) {
    context.metadata_.short_circuit_point = {};  // a new attempt
    return true;
  }
  // After the execution there is nothing to record it in.
  if (context.chain_ != nullptr) {
    context.metadata_.next_reused_point = NameAt(context, Target(next) - 1);
  }
  return false;
}

void PipelineCursor::RecordShortCircuit(PipelineContext& context, const Step& step) noexcept {
  context.metadata_.short_circuit_point = NameOf(context, step);
}

}  // namespace krepis
