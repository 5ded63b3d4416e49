#pragma once

#include <algorithm>
#include <atomic>
#include <coroutine>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <utility>

#include "krepis/outcome.h"
#include "krepis/pipeline_context.h"
#include "krepis/strand.h"
#include "krepis/timer_queue.h"

namespace krepis {

/// What can end a wait from outside: taken from the context that waits, or given.
struct WaitLimits {
  WaitLimits() = default;
  /// The stop token and deadline that hold at this point of the execution.
  WaitLimits(const PipelineContext& context) noexcept
      : WaitLimits(context, PipelineContext::kNoDeadline, nullptr) {}
  /// The same, and `until` where that is earlier; both are waited for in `queue`.
  WaitLimits(const PipelineContext& context, Clock::TimePoint until, TimerQueue& queue) noexcept
      : WaitLimits(context, until, &queue) {}
  WaitLimits(std::stop_token token) noexcept : stop(std::move(token)) {}

  std::stop_token stop;
  Clock::TimePoint deadline = PipelineContext::kNoDeadline;
  /// Where the deadline is waited for. Null: the strand's; where that has none, a deadline that
  /// passes later ends no wait.
  TimerQueue* timers = nullptr;
  /// The deadline has passed already.
  bool expired = false;

 private:
  WaitLimits(const PipelineContext& context, Clock::TimePoint until, TimerQueue* queue) noexcept
      : stop(context.stop_token()),
        deadline(std::min(until, context.deadline())),
        timers(queue),
        expired(deadline != PipelineContext::kNoDeadline && context.Now() >= deadline) {}
};

/// The awaiter of something that ends when its source says so, or when its limits do, whichever is
/// first; exactly one of them resumes the strand. `co_await` yields how it ended: the source's
/// outcome, FailureCode::kCancelled or kTimedOut. That a TimerQueue fails to take one more timer
/// ends the program.
///
/// Derive from it to make something awaitable (see Completion): Enlist gives this wait to the
/// source, Withdraw takes it back, and the source calls Finish for a wait it has taken out. It
/// stands in the awaiting coroutine's frame, so it is not moved, and it may be gone once Finish has
/// been called or Withdraw has returned true.
class [[nodiscard]] CancellableWait : public Suspension, private Timer {
 public:
  bool await_ready() const noexcept { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> waiting) noexcept {
    strand_ = &waiting.promise().strand();
    strand_->Park(waiting, *this);
  }
  Outcome await_resume() noexcept;

 protected:
  explicit CancellableWait(WaitLimits limits) noexcept : limits_(std::move(limits)) {}
  ~CancellableWait() override = default;

  /// The source has taken this wait out, and it ends with `outcome`. Called at most once, by any
  /// thread, also while Enlist runs.
  void Finish(Outcome outcome) noexcept;

 private:
  /// Gives this wait to the source, whose Finish may be called from now on. False: there is nothing
  /// to wait for, and `outcome` is how that ended.
  virtual bool Enlist(Outcome& outcome) noexcept = 0;
  /// Takes it back from the source; false when the source has taken it out, and calls or called
  /// Finish. Never waits for another thread.
  virtual bool Withdraw() noexcept = 0;

  struct OnStop {
    CancellableWait* wait;
    void operator()() const noexcept { wait->Interrupt(kStopped); }
  };

  bool Arm() noexcept final;
  void Due() noexcept final { Interrupt(kExpired); }
  void Interrupt(uint8_t cause) noexcept;
  /// Sets the outcome of an interruption.
  void GiveUp(uint8_t causes) noexcept;

  // What has happened, as bits of state_.
  static constexpr uint8_t kArmed = 1;     // the wait has begun: who ends it resumes the strand
  static constexpr uint8_t kStopped = 2;   // stop was requested
  static constexpr uint8_t kExpired = 4;   // the deadline passed
  static constexpr uint8_t kFinished = 8;  // Finish was called

  WaitLimits limits_;
  Strand* strand_ = nullptr;
  TimerQueue* timers_ = nullptr;  // set while the deadline is in it
  std::atomic<uint8_t> state_ = 0;
  Outcome outcome_;
  std::optional<std::stop_callback<OnStop>> on_stop_;
};

}  // namespace krepis
