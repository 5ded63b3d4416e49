#include "krepis/async_execution.h"

#include <cstdio>
#include <cstdlib>

#include "krepis/pipeline_cursor.h"
#include "krepis/sync_wait.h"

namespace krepis {

AsyncExecution::AsyncExecution(const Options& options) noexcept
    : Strand(options.scheduler, &frames_, options.timers) {}

AsyncExecution::~AsyncExecution() {
  if (!running()) return;
  std::fputs("krepis: an AsyncExecution was destroyed while it runs\n", stderr);
  std::abort();
}

void AsyncExecution::Start(const AsyncPipelineChain& chain, PipelineContext& context,
                           Done done) noexcept {
  if (running() || !PipelineCursor::Begin(context, chain)) {
    done(PipelineCursor::Busy());
    return;
  }
  context.strand_ = this;
  context_ = &context;
  done_ = std::move(done);
  entry_.emplace(context);
  Strand::Start();
}

void AsyncExecution::Begin() noexcept { entry_->Enter(PipelineCursor::First()); }

void AsyncExecution::Ended() noexcept {
  Outcome outcome = entry_->Leave();
  entry_.reset();
  context_->strand_ = nullptr;
  PipelineCursor::End(*context_);
  Done done = std::move(done_);
  done(std::move(outcome));  // this and the context may be gone afterwards
}

Outcome AsyncExecution::Run(const AsyncPipelineChain& chain, PipelineContext& context) noexcept {
  internal::Gate over;
  Outcome outcome;
  Start(chain, context, [&](Outcome ended) {
    outcome = std::move(ended);
    over.Open();
  });
  over.Wait();
  return outcome;
}

}  // namespace krepis
