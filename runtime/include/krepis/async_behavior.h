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

/// One entry of what stands at a position of an asynchronous chain. It stands in the frame of the
/// coroutine that awaits it.
class AsyncEntry {
 public:
  explicit AsyncEntry(PipelineContext& context) noexcept : context_(context) {}
  AsyncEntry(const AsyncEntry&) = delete;
  AsyncEntry& operator=(const AsyncEntry&) = delete;

  /// Enters, and runs until the first wait or the end. True: it has ended. False: the strand waits,
  /// and goes on with what ContinueWith names (with nothing, if that is not called).
  bool Enter(uint32_t position) noexcept;
  void ContinueWith(std::coroutine_handle<> waiting) noexcept {
    coroutine_.promise().set_continuation(waiting);
  }
  /// Once it has ended: leaves it, post-processed. Call once.
  Outcome Leave() noexcept;

 private:
  void FailByException() noexcept;

  PipelineContext& context_;
  std::coroutine_handle<TaskPromise<Outcome>>
      coroutine_;                               // null: it was not entered, or ended at once
  const PipelineCursor::Step* step_ = nullptr;  // null: it was not entered
  TaskResult<Outcome> result_;
};

/// What `co_await next(context)` awaits.
class [[nodiscard]] AsyncNext {
 public:
  class Awaiter {
   public:
    Awaiter(PipelineContext& context, NextPosition position) noexcept
        : context_(context), position_(position), entry_(context) {}

    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<> waiting) noexcept { entry_.ContinueWith(waiting); }
    Outcome await_resume() noexcept;

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

}  // namespace krepis
