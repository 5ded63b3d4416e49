#include "krepis/async_behavior.h"

#include <cassert>
#include <exception>
#include <string_view>
#include <utility>

#include "krepis/async_chain.h"
#include "krepis/pipeline_cursor.h"

namespace krepis {

using Cursor = PipelineCursor;

Task<Outcome> BehaviorBase::HandleAsync(PipelineContext&, AsyncNextPipe) {
  assert(false);  // AsyncForm::Behavior keeps such behaviours out of asynchronous chains
  co_return Outcome::Failure(FailureCode::kTypeMismatch);
}

namespace internal {

bool AsyncEntry::Enter(uint32_t position) noexcept {
  if (FailureCode refusal = Cursor::Poll(context_); refusal != FailureCode::kNone) [[unlikely]] {
    result_.value = Cursor::Refused(refusal);
    return true;
  }
  step_ = &Cursor::At(context_, position);
  try {
    if (BehaviorBase* behavior = step_->behavior) {
      AsyncNextPipe next(Cursor::Enter(context_, *step_));
      coroutine_ = TaskAccess::Release(behavior->HandleAsync(context_, next));
    } else {
      const auto& chain = static_cast<const AsyncPipelineChain&>(*context_.chain());
      coroutine_ = TaskAccess::Release(chain.handler().HandleAsync(context_));
    }
  } catch (...) {
    result_.exception = std::current_exception();
    return true;
  }
  if (coroutine_ == nullptr) [[unlikely]] {
    result_.value = Outcome::Failure(
        FailureCode::kException, StaticMessage("HandleAsync returned a task that was moved from"));
    return true;
  }
  coroutine_.promise().Prepare(*context_.strand(), result_);
  coroutine_.resume();
  return coroutine_.done();
}

Outcome AsyncEntry::Leave() noexcept {
  if (step_ == nullptr) [[unlikely]]
    return std::move(result_.value);
  if (coroutine_ != nullptr) coroutine_.destroy();
  if (result_.exception != nullptr) [[unlikely]]
    FailByException();
  if (step_->behavior != nullptr) {
    Cursor::Leave(context_, *step_);
    if (step_->posts) step_->behavior->PostProcess(context_, result_.value);
  }
  return std::move(result_.value);
}

[[gnu::cold, gnu::noinline]] void AsyncEntry::FailByException() noexcept {
  std::string_view name;
  if (step_->behavior != nullptr) {
    Cursor::Threw(context_);
    name = Cursor::NameOf(context_, *step_);
  } else {
    name = static_cast<const AsyncPipelineChain&>(*context_.chain()).handler().name();
  }
  try {
    std::rethrow_exception(std::exchange(result_.exception, nullptr));
  } catch (...) {
    result_.value = Cursor::FailureOfException(name);
  }
}

bool AsyncNext::Awaiter::await_ready() noexcept {
  if (!Cursor::Open(context_, position_)) [[unlikely]] {
    refused_ = true;
    return true;
  }
  return entry_.Enter(Cursor::Target(position_));
}

Outcome AsyncNext::Awaiter::await_resume() noexcept {
  if (refused_) [[unlikely]]
    return Cursor::Reused();
  Outcome outcome = entry_.Leave();
  Cursor::Close(context_, position_);
  return outcome;
}

}  // namespace internal
}  // namespace krepis
