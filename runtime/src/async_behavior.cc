#include "krepis/async_behavior.h"

#include <cassert>
#include <exception>
#include <string_view>
#include <utility>

#include "krepis/async_chain.h"
#include "krepis/pipeline_cursor.h"

namespace krepis {

Task<Outcome> BehaviorBase::HandleAsync(PipelineContext&, AsyncNextPipe) {
  assert(false);  // AsyncForm::Behavior keeps such behaviours out of asynchronous chains
  co_return Outcome::Failure(FailureCode::kTypeMismatch);
}

namespace internal {

AsyncEntry::Coroutine AsyncEntry::OfHandler(PipelineContext& context) {
  const auto& chain = static_cast<const AsyncPipelineChain&>(*context.chain());
  return TaskAccess::Release(chain.handler().HandleAsync(context));
}

Outcome AsyncEntry::MovedFrom() noexcept {
  return Outcome::Failure(FailureCode::kException,
                          StaticMessage("HandleAsync returned a task that was moved from"));
}

[[gnu::cold, gnu::noinline]] void AsyncEntry::FailByException(PipelineContext& context) noexcept {
  try {
    std::rethrow_exception(std::exchange(result_.exception, nullptr));
  } catch (...) {
    result_.value = PipelineCursor::Threw(context, *step_);
  }
}

}  // namespace internal
}  // namespace krepis
