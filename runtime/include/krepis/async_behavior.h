#pragma once

#include <coroutine>
#include <type_traits>
#include <utility>

#include "krepis/outcome.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_context.h"
#include "krepis/pipeline_cursor.h"
#include "krepis/task.h"

namespace krepis {

namespace internal {

/// One entry of what stands at a step of an asynchronous chain. It stands in the frame of the
/// coroutine that awaits it, and is inline there like SyncEntry.
class AsyncEntry {
 public:
  AsyncEntry() = default;
  AsyncEntry(const AsyncEntry&) = delete;
  AsyncEntry& operator=(const AsyncEntry&) = delete;

  /// Enters, and runs until the first wait or the end. True: it has ended. False: the strand waits,
  /// and goes on with what ContinueWith names (with nothing, if that is not called).
  bool Enter(PipelineContext& context, const PipelineStep& step) noexcept;
  void ContinueWith(std::coroutine_handle<> waiting) noexcept {
    coroutine_.promise().set_continuation(waiting);
  }
  /// Once it has ended: leaves it, post-processed. Call once.
  Outcome Leave(PipelineContext& context) noexcept {
    if (step_ == nullptr) [[unlikely]]
      return std::move(result_.value);
    if (result_.exception != nullptr) [[unlikely]]
      FailByException(context);
    if (step_->behavior != nullptr) {
      PipelineCursor::Leave(context, *step_);
      if (step_->posts) step_->behavior->PostProcess(context, result_.value);
    }
    return std::move(result_.value);
  }

 private:
  using Coroutine = std::coroutine_handle<TaskPromise<Outcome>>;

  static Coroutine OfBehavior(PipelineContext& context, const PipelineStep& step);
  static Coroutine OfHandler(PipelineContext& context);
  static Outcome MovedFrom() noexcept;
  void FailByException(PipelineContext& context) noexcept;

  Coroutine coroutine_;                 // it destroys itself at its end
  const PipelineStep* step_ = nullptr;  // null: it was not entered
  TaskResult<Outcome> result_;
};

/// What `co_await next(context)` awaits.
class [[nodiscard]] AsyncNext {
 public:
  class Awaiter {
   public:
    Awaiter(PipelineContext& context, NextPosition position) noexcept
        : context_(context), position_(position) {}

    bool await_ready() noexcept {
      refused_ = !PipelineCursor::Open(context_, position_);
      return refused_ || entry_.Enter(context_, PipelineCursor::Target(position_));
    }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { entry_.ContinueWith(waiting); }
    Outcome await_resume() noexcept {
      if (refused_) [[unlikely]]
        return PipelineCursor::Reused();
      Outcome outcome = entry_.Leave(context_);
      PipelineCursor::Close(context_, position_);
      return outcome;
    }

   private:
    PipelineContext& context_;
    NextPosition position_;
    bool refused_ = false;
    AsyncEntry entry_;
  };

  using StrandAwaitableTag = void;
  AsyncNext(PipelineContext& context, NextPosition position) noexcept
      : context_(context), position_(position) {}
  Awaiter operator co_await() && noexcept { return Awaiter(context_, position_); }

 private:
  PipelineContext& context_;
  NextPosition position_;
};

}  // namespace internal

/// Runs the rest of an asynchronous chain: NextPipe's other form, of the same rules.
class AsyncNextPipe {
 public:
  /// `co_await next(context)` enters what is inside the behaviour that was handed this, and yields
  /// how that ended. What is not awaited is not entered. Never throws, and is refused like
  /// NextPipe: a second time (unless the behaviour declares `replays`), from inside, after the
  /// entry was left, with another context.
  internal::AsyncNext operator()(PipelineContext& context) const noexcept {
    return internal::AsyncNext(context, position_);
  }

 private:
  friend class internal::AsyncEntry;
  explicit AsyncNextPipe(NextPosition position) noexcept : position_(position) {}

  NextPosition position_;
};
static_assert(std::is_trivially_copyable_v<AsyncNextPipe> && sizeof(AsyncNextPipe) <= 16);

/// A behaviour of asynchronous chains: a coroutine around `next`, which may wait before and after
/// it. Everything said of PipelineBehavior holds; a thread is held only while it runs.
///
///     Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
///       Outcome outcome = co_await next(context);
///       co_return outcome;
///     }
///
/// Time-outs and cancellation end waits, they never destroy a coroutine that waits: so what comes
/// after a wait always runs, and PostProcess always is called. A wait for something that does not
/// heed the stop token (Completion::Wait does) cannot be ended.
class AsyncPipelineBehavior : public BehaviorBase {
 public:
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override = 0;
};

/// A behaviour of both forms of chain, written out for each: where it waits, Handle blocks and
/// HandleAsync awaits. What does not wait is a PhasedBehavior, written once.
///
/// A PipelineBehavior alone cannot stand in an asynchronous chain: its call of `next` would have to
/// block the thread that has to run what is inside.
class DualPipelineBehavior : public PipelineBehavior {
 public:
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override = 0;
};

inline internal::AsyncEntry::Coroutine internal::AsyncEntry::OfBehavior(PipelineContext& context,
                                                                        const PipelineStep& step) {
  AsyncNextPipe next(PipelineCursor::Enter(context, step));
  return TaskAccess::Release(step.behavior->HandleAsync(context, next));
}

inline bool internal::AsyncEntry::Enter(PipelineContext& context,
                                        const PipelineStep& step) noexcept {
  if (FailureCode refusal = PipelineCursor::Poll(context); refusal != FailureCode::kNone)
      [[unlikely]] {
    result_.value = PipelineCursor::Refused(refusal);
    return true;
  }
  step_ = &step;
  try {
    coroutine_ = step.behavior != nullptr ? OfBehavior(context, step) : OfHandler(context);
  } catch (...) {
    result_.exception = std::current_exception();
    return true;
  }
  if (coroutine_ == nullptr) [[unlikely]] {
    result_.value = MovedFrom();
    return true;
  }
  coroutine_.promise().Prepare(*context.strand(), result_);
  coroutine_.resume();
  return result_.ended;
}

}  // namespace krepis
