#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "krepis/cancellable_wait.h"
#include "krepis/waitable_clock.h"

namespace krepis {

/// Lets a bounded number in at once, and a bounded number wait, first come first served: threads
/// and coroutines.
///
/// Thread-safe: one mutex, held for a few instructions. Allocates nothing.
class BulkheadGate {
 public:
  enum class Admission : uint8_t {
    kAdmitted,  ///< Leave() must follow
    kFull,      ///< and so many waiting already
    kTimedOut,  ///< waited until `until`
    kStopped,   ///< stop was requested before there was room
  };

  /// With `max_parallel` 0 nobody is let in, nor waits.
  BulkheadGate(size_t max_parallel, size_t max_queued, WaitableClock& clock) noexcept
      : max_parallel_(max_parallel),
        max_queued_(max_parallel == 0 ? 0 : max_queued),
        clock_(clock) {}
  BulkheadGate(const BulkheadGate&) = delete;
  BulkheadGate& operator=(const BulkheadGate&) = delete;
  /// Nobody is inside or waiting (assert).
  ~BulkheadGate();

  /// Waits for room until the clock reads `until` or stop is requested, in this thread.
  Admission Enter(WaitableClock::TimePoint until, const std::stop_token& stop);
  /// kAdmitted or kFull; nothing where there is no room yet, but a place to wait.
  std::optional<Admission> TryEnter() noexcept;
  class Waiting;
  /// What Enter does, for a coroutine: `co_await` yields an Admission. kTimedOut is the deadline of
  /// `limits`.
  Waiting EnterWithin(WaitLimits limits) noexcept;
  /// Gives the room to whoever waits longest.
  void Leave() noexcept;

  size_t running() const;
  size_t queued() const;

 private:
  /// Someone in the queue.
  class Waiter {
   protected:
    virtual ~Waiter() = default;

   private:
    friend class BulkheadGate;
    /// It has been let in, and taken out of the queue. `lock` holds the gate's mutex. Afterwards it
    /// may be gone.
    virtual void Admit(std::unique_lock<std::mutex>& lock) noexcept = 0;

    Waiter* previous_ = nullptr;
    Waiter* next_ = nullptr;
  };
  class Thread;
  class Awaiter;

  // With the mutex held.
  std::optional<Admission> AdmitAtOnce() noexcept;
  void Append(Waiter& waiter) noexcept;
  void Remove(Waiter& waiter) noexcept;

  const size_t max_parallel_;
  const size_t max_queued_;
  WaitableClock& clock_;

  mutable std::mutex mutex_;
  size_t running_ = 0;
  size_t queued_ = 0;
  Waiter* first_ = nullptr;
  Waiter* last_ = nullptr;
};

/// A coroutine in the queue.
class BulkheadGate::Awaiter final : public CancellableWait, private Waiter {
 public:
  Admission await_resume() noexcept;

 private:
  friend class Waiting;
  Awaiter(BulkheadGate& gate, WaitLimits limits) noexcept
      : CancellableWait(std::move(limits)), gate_(gate) {}

  bool Enlist(Outcome& outcome) noexcept override;
  bool Withdraw() noexcept override;
  void Admit(std::unique_lock<std::mutex>& lock) noexcept override;

  BulkheadGate& gate_;
  bool queued_ = false;
};

/// What is awaited.
class [[nodiscard]] BulkheadGate::Waiting {
 public:
  using StrandAwaitableTag = void;
  Awaiter operator co_await() && noexcept { return Awaiter(gate_, std::move(limits_)); }

 private:
  friend class BulkheadGate;
  Waiting(BulkheadGate& gate, WaitLimits limits) noexcept
      : gate_(gate), limits_(std::move(limits)) {}

  BulkheadGate& gate_;
  WaitLimits limits_;
};

inline BulkheadGate::Waiting BulkheadGate::EnterWithin(WaitLimits limits) noexcept {
  return Waiting(*this, std::move(limits));
}

}  // namespace krepis
