#pragma once

#include <cassert>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

#include "krepis/frame_arena.h"
#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"
#include "krepis/strand.h"

namespace krepis {

template <class T>
class Task;

namespace internal {

class TaskAccess;

/// A coroutine's parameter, as far as it says where the frame goes: a context names its execution's
/// arena, anything else nothing.
struct FrameHint {
  FrameHint() = default;
  template <class Parameter>
  FrameHint(const Parameter& parameter) noexcept {
    if constexpr (std::is_base_of_v<PipelineContext, Parameter>) {
      if (parameter.strand() != nullptr) frames = parameter.strand()->frames();
    }
  }
  FrameArena* frames = nullptr;
};

/// What may be awaited in a Task: what makes an awaiter that knows about strands.
template <class T>
concept StrandAwaitable = requires(T&& awaitable) {
  typename std::remove_cvref_t<T>::StrandAwaitableTag;
  static_cast<T&&>(awaitable).operator co_await();
};

/// The half of a task's result that does not depend on its type.
struct TaskResultBase {
  bool ended = false;
  std::exception_ptr exception;
};

/// The half of a task's promise that does not depend on its type.
class TaskPromiseBase {
 public:
  // Not a template: g++ 12 would take operator delete for a mismatch.
  static void* operator new(size_t size) { return FrameArena::Allocate(size, nullptr); }
  static void* operator new(size_t size, FrameHint first, FrameHint second = {},
                            FrameHint third = {}, FrameHint fourth = {}, FrameHint fifth = {},
                            FrameHint sixth = {}) {
    return FrameArena::Allocate(size, first.frames != nullptr    ? first.frames
                                      : second.frames != nullptr ? second.frames
                                      : third.frames != nullptr  ? third.frames
                                      : fourth.frames != nullptr ? fourth.frames
                                      : fifth.frames != nullptr  ? fifth.frames
                                                                 : sixth.frames);
  }
  static void operator delete(void* frame, size_t) noexcept { FrameArena::Free(frame); }

  std::suspend_always initial_suspend() const noexcept { return {}; }
  /// The end: the frame destroys itself, and whoever waits for it goes on.
  std::suspend_never final_suspend() const noexcept {
    result_->ended = true;
    if (continuation_ != nullptr) [[unlikely]]
      strand_->Continue(continuation_);
    return {};
  }

  template <StrandAwaitable T>
  auto await_transform(T&& awaitable) const noexcept {
    return static_cast<T&&>(awaitable).operator co_await();
  }
  template <class T>
  void await_transform(T&&) const = delete;  // it would not come back to the strand

  void unhandled_exception() const noexcept { result_->exception = std::current_exception(); }

  Strand& strand() const noexcept { return *strand_; }
  void set_continuation(std::coroutine_handle<> continuation) noexcept {
    continuation_ = continuation;
  }

 protected:
  void Prepare(Strand& strand, TaskResultBase& result) noexcept {
    strand_ = &strand;
    result_ = &result;
  }

  Strand* strand_ = nullptr;
  TaskResultBase* result_ = nullptr;

 private:
  std::coroutine_handle<> continuation_;  // set when the awaiting coroutine really waits
};

/// How a task ended. It is where the task is awaited, and the task writes to it.
template <class T>
struct TaskResult : TaskResultBase {
  std::optional<T> value;

  template <class Value>
  void Set(Value&& from) {
    value.emplace(std::forward<Value>(from));
  }
  T Take() {
    if (exception != nullptr) [[unlikely]]
      std::rethrow_exception(exception);
    return *std::move(value);
  }
};
template <>
struct TaskResult<Outcome> : TaskResultBase {
  Outcome value;

  void Set(Outcome from) noexcept { value = std::move(from); }
  Outcome Take() {
    if (exception != nullptr) [[unlikely]]
      std::rethrow_exception(exception);
    return std::move(value);
  }
};
template <>
struct TaskResult<void> : TaskResultBase {
  void Take() const {
    if (exception != nullptr) [[unlikely]]
      std::rethrow_exception(exception);
  }
};

template <class T>
class TaskPromiseOf : public TaskPromiseBase {
 public:
  /// Before the coroutine runs: on which strand, and where the result goes.
  void Prepare(Strand& strand, TaskResult<T>& result) noexcept {
    TaskPromiseBase::Prepare(strand, result);
  }

 protected:
  TaskResult<T>& result() const noexcept { return static_cast<TaskResult<T>&>(*result_); }
};

template <class T>
class TaskPromise final : public TaskPromiseOf<T> {
 public:
  Task<T> get_return_object() noexcept;
  template <class Value>
    requires std::is_convertible_v<Value&&, T>
  void return_value(Value&& value) {
    this->result().Set(std::forward<Value>(value));
  }
};

template <>
class TaskPromise<void> final : public TaskPromiseOf<void> {
 public:
  Task<void> get_return_object() noexcept;
  void return_void() const noexcept {}
};

}  // namespace internal

/// A coroutine that yields a T (a value, or void) to the one coroutine that awaits it:
/// `T value = co_await task;`. An exception that leaves it is thrown there.
///
/// Lazy: nothing runs before it is awaited, and it is awaited at most once. It is awaited by other
/// tasks, run by SyncWait, or returned by what the engine runs. Inside, only what this library
/// makes awaitable can be awaited; anything else joins by a Completion.
///
/// A coroutine with a PipelineContext& among its first parameters (up to the sixth, `this` being
/// one) keeps its frame in the execution's arena, any other on the heap. Parameters taken by
/// reference must outlive it. Not thread-safe.
template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = internal::TaskPromise<T>;
  using StrandAwaitableTag = void;

  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  /// Destroys what was never awaited.
  ~Task() {
    if (coroutine_ != nullptr) [[unlikely]]
      coroutine_.destroy();
  }

  /// False once moved from or awaited.
  explicit operator bool() const noexcept { return coroutine_ != nullptr; }

  class Awaiter;
  Awaiter operator co_await() && noexcept {
    assert(coroutine_ != nullptr);
    return Awaiter(std::exchange(coroutine_, nullptr));
  }

 private:
  friend promise_type;
  friend class internal::TaskAccess;
  explicit Task(std::coroutine_handle<promise_type> coroutine) noexcept : coroutine_(coroutine) {}

  std::coroutine_handle<promise_type> coroutine_;
};

template <class T>
class Task<T>::Awaiter {
 public:
  explicit Awaiter(std::coroutine_handle<promise_type> coroutine) noexcept
      : coroutine_(coroutine) {}

  bool await_ready() const noexcept { return false; }
  template <class Promise>
  bool await_suspend(std::coroutine_handle<Promise> awaiting) noexcept {
    coroutine_.promise().Prepare(awaiting.promise().strand(), result_);
    coroutine_.resume();  // nested; what waits inside has only parked yet
    if (result_.ended) return false;
    coroutine_.promise().set_continuation(awaiting);
    return true;
  }
  T await_resume() { return result_.Take(); }

 private:
  std::coroutine_handle<promise_type> coroutine_;
  internal::TaskResult<T> result_;
};

namespace internal {

/// The coroutine of a task, for what runs tasks without being one.
class TaskAccess {
 public:
  /// It is the caller's to start; it destroys itself at its end.
  template <class T>
  static std::coroutine_handle<TaskPromise<T>> Release(Task<T> task) noexcept {
    return std::exchange(task.coroutine_, nullptr);
  }
};

template <class T>
Task<T> TaskPromise<T>::get_return_object() noexcept {
  return Task<T>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() noexcept {
  return Task<void>(std::coroutine_handle<TaskPromise>::from_promise(*this));
}

}  // namespace internal

}  // namespace krepis
