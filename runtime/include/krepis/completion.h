#pragma once

#include <atomic>
#include <utility>

#include "krepis/cancellable_wait.h"
#include "krepis/outcome.h"

namespace krepis {

/// Something that completes once, in whatever thread, and that one coroutine waits for: what joins
/// callbacks, threads and event loops to tasks.
///
///     Completion answered;
///     client.Send(request, [&](Outcome outcome) { answered.Complete(std::move(outcome)); });
///     Outcome outcome = co_await answered.Wait(context);
///
/// Must outlive both sides: a wait that ended by cancellation does not take back the callback.
class Completion {
 public:
  Completion() = default;
  Completion(const Completion&) = delete;
  Completion& operator=(const Completion&) = delete;

  /// Completes it, and resumes who waits. False, and nothing else, when it was complete already.
  /// Thread-safe. When it returns, the coroutine may have destroyed this.
  bool Complete(Outcome outcome = Outcome::Success()) noexcept;

  bool complete() const noexcept { return state_.load(std::memory_order_acquire) == this; }

  class Awaiter;
  class Waiting;
  /// Waits until it is complete: `co_await` yields a copy of its outcome, or kCancelled when stop
  /// is requested first. One coroutine waits at a time (assert); it may wait again.
  Waiting Wait(WaitLimits limits) noexcept;

 private:
  std::atomic<bool> claimed_ = false;
  Outcome outcome_;                     // written before state_ says that it is complete
  std::atomic<void*> state_ = nullptr;  // the Awaiter that waits, null, or this: it is complete
};

class Completion::Awaiter final : public CancellableWait {
 private:
  friend class Completion;
  friend class Waiting;
  Awaiter(Completion& completion, WaitLimits limits) noexcept
      : CancellableWait(std::move(limits)), completion_(completion) {}

  bool Enlist(Outcome& outcome) noexcept override;
  bool Withdraw() noexcept override;

  Completion& completion_;
};

/// What is awaited.
class [[nodiscard]] Completion::Waiting {
 public:
  using StrandAwaitableTag = void;
  Awaiter operator co_await() && noexcept { return Awaiter(completion_, std::move(limits_)); }

 private:
  friend class Completion;
  Waiting(Completion& completion, WaitLimits limits) noexcept
      : completion_(completion), limits_(std::move(limits)) {}

  Completion& completion_;
  WaitLimits limits_;
};

inline Completion::Waiting Completion::Wait(WaitLimits limits) noexcept {
  return Waiting(*this, std::move(limits));
}

}  // namespace krepis
