#include "krepis/async_execution.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "krepis/pipeline_cursor.h"

namespace krepis {

AsyncExecution::AsyncExecution(const Options& options) noexcept
    : Strand(options.scheduler, &frames_, options.timers) {}

AsyncExecution::~AsyncExecution() {
  if (!running()) return;
  std::fputs("krepis: an AsyncExecution was destroyed while it runs\n", stderr);
  std::abort();
}

bool AsyncExecution::Bind(const AsyncPipelineChain& chain, PipelineContext& context) noexcept {
  if (running()) return false;
  outermost_ = PipelineCursor::Begin(context, chain);
  if (outermost_ == nullptr) return false;
  context.strand_ = this;
  context_ = &context;
  entry_.emplace();
  return true;
}

void AsyncExecution::Start(const AsyncPipelineChain& chain, PipelineContext& context,
                           Done done) noexcept {
  if (!Bind(chain, context)) {
    done(PipelineCursor::Busy());
    return;
  }
  done_ = std::move(done);
  Strand::Start();
}

void AsyncExecution::Begin() noexcept { entry_->Enter(*context_, *outermost_); }

void AsyncExecution::Ended(bool in_start) noexcept {
  Outcome outcome = entry_->Leave(*context_);
  entry_.reset();
  context_->strand_ = nullptr;
  PipelineCursor::End(*context_);
  // This and the context may be gone once somebody is told.
  if (Caller* caller = std::exchange(caller_, nullptr)) {
    caller->outcome = std::move(outcome);
    if (!in_start) caller->over.Open();
    return;
  }
  Done done = std::move(done_);
  done(std::move(outcome));
}

Outcome AsyncExecution::Run(const AsyncPipelineChain& chain, PipelineContext& context) noexcept {
  if (!Bind(chain, context)) return PipelineCursor::Busy();
  Caller caller;
  caller_ = &caller;
  if (!Strand::Start()) caller.over.Wait();
  return std::move(caller.outcome);
}

}  // namespace krepis
