#include "krepis/pipeline_cursor.h"

#include <atomic>
#include <exception>
#include <string>

#include "krepis/pipeline_chain.h"

namespace krepis {

uint64_t PipelineCursor::NewEntries() noexcept {
  constexpr uint64_t kBlock = kEntries << 16;  // what a thread takes at once
  static std::atomic<uint64_t> next_block{kBlock};
  thread_local constinit uint64_t next = 0;
  if (next % kBlock == 0) next = next_block.fetch_add(kBlock, std::memory_order_relaxed);
  const uint64_t first = next + kEntry;
  next += kEntries;
  return first;
}

const PipelineCursor::Step* PipelineCursor::Begin(PipelineContext& context,
                                                  const ChainBase& chain) noexcept {
  if (context.chain_ != nullptr) return nullptr;
  context.chain_ = &chain;
  context.entry_ = NewEntries();
  context.open_ = kNobody;
  context.metadata_.Start(context.clock_);
  return chain.steps_.data();
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

Outcome PipelineCursor::Threw(PipelineContext& context, const Step& step) noexcept {
  context.open_ = kNobody;
  return FailureOfException(NameOf(context, step));
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
  const size_t index = static_cast<size_t>(&step - chain.steps_.data());
  return index < chain.links().size() ? chain.links()[index].name : chain.handler_base().name();
}

bool PipelineCursor::OpenAgain(PipelineContext& context, const NextPosition& next) noexcept {
  if (context.open_ == (next.entry_ | kCalled)) {
    context.metadata_.short_circuit_point = {};  // a new attempt
    return true;
  }
  // After the execution there is nothing to record it in, and a `next` of another one has no name
  // here.
  if (context.chain_ != nullptr && next.entry_ / kEntries == context.entry_ / kEntries) {
    context.metadata_.next_reused_point = NameOf(context, *next.step_);
  }
  return false;
}

void PipelineCursor::LeaveOpen(PipelineContext& context, const Step& step) noexcept {
  if ((context.open_ & kCalled) == 0) context.metadata_.short_circuit_point = NameOf(context, step);
  context.open_ = kNobody;
}

}  // namespace krepis
