#pragma once

#include <coroutine>

#include "krepis/frame_arena.h"

namespace krepis {

class Strand;
class TimerQueue;
namespace internal {
class StrandQueue;
}

/// Says in which thread a strand goes on after a wait: the hook for thread pools and event loops.
class StrandScheduler {
 public:
  virtual ~StrandScheduler() = default;

  /// Has `strand.Run()` called once, by any thread, soon; here and now is allowed. Called by
  /// whatever thread ended the wait. Queueing needs no allocation: `strand.queued` is a link.
  virtual void Post(Strand& strand) noexcept = 0;
};

/// What a coroutine waits for, while it waits. See CancellableWait, which awaitables derive from.
class Suspension {
 public:
  Suspension() = default;
  Suspension(const Suspension&) = delete;
  Suspension& operator=(const Suspension&) = delete;

 protected:
  virtual ~Suspension() = default;

 private:
  friend class Strand;

  /// Called once nothing of the strand runs any more. True: someone calls Strand::Resume, or has
  /// done so already, so that neither this nor the strand may be touched here. False: there is
  /// nothing to wait for.
  virtual bool Arm() noexcept = 0;
};

/// Coroutines that await one another, one of which runs at a time, in whatever thread: what a
/// thread is to functions. It owns neither thread nor memory.
///
/// A coroutine that completes without waiting runs nested, like a call. One that has to wait lets
/// the stack unwind down to Run first, and only then does the wait begin: whoever ends it finds
/// the whole strand suspended. So waits need no lock of the strand's, and a loop around them does
/// not grow the stack, whether they complete at once or not.
///
/// Programs meet it as AsyncExecution and SyncWait, and where they schedule.
class Strand {
 public:
  Strand(const Strand&) = delete;
  Strand& operator=(const Strand&) = delete;

  /// Goes on after a wait, until the next one or the end. Called once per StrandScheduler::Post.
  /// Where the thread runs a strand already, this one runs after it, not inside it.
  void Run() noexcept;

  /// A link for schedulers, from Post until Run.
  Strand* queued = nullptr;

  /// Ends a wait: once for each Suspension::Arm that returned true. From any thread.
  void Resume() noexcept {
    if (scheduler_ == nullptr) {
      Run();
    } else {
      scheduler_->Post(*this);
    }
  }

  // For coroutines of the strand, while it runs.

  /// `waiting` is suspended until `suspension` says so. It returns to Run now.
  void Park(std::coroutine_handle<> waiting, Suspension& suspension) noexcept {
    next_ = waiting;
    parked_ = &suspension;
  }
  /// `next` runs when the running one has returned to Run.
  void Continue(std::coroutine_handle<> next) noexcept { next_ = next; }
  /// Where frames go; null: onto the heap.
  FrameArena* frames() const noexcept { return frames_; }
  /// What ends waits at deadlines; null: nothing does.
  TimerQueue* timers() const noexcept { return timers_; }

 protected:
  /// All may be null. Without a scheduler the thread that ends a wait goes on with the strand.
  Strand(StrandScheduler* scheduler, FrameArena* frames, TimerQueue* timers) noexcept
      : scheduler_(scheduler), frames_(frames), timers_(timers) {}
  virtual ~Strand() = default;

  /// Runs in this thread until the strand waits or ends: nested, when the thread runs one already.
  /// True: it has ended, and nothing of it was run by another thread at the end.
  bool Start() noexcept;

 private:
  friend class internal::StrandQueue;

  /// Runs the first coroutine until it waits or ends.
  virtual void Begin() noexcept = 0;
  /// The first coroutine has ended; `in_start` when Start() will say so. May destroy the strand.
  virtual void Ended(bool in_start) noexcept = 0;

  /// True: it has ended.
  bool RunToWait(bool in_start) noexcept;

  std::coroutine_handle<> next_;
  Suspension* parked_ = nullptr;
  StrandScheduler* const scheduler_;
  FrameArena* const frames_;
  TimerQueue* const timers_;
};

namespace internal {

/// While one lives, the strands that this thread resumes are kept in it, and run at its end.
class StrandQueue {
 public:
  StrandQueue() noexcept;
  StrandQueue(const StrandQueue&) = delete;
  StrandQueue& operator=(const StrandQueue&) = delete;
  ~StrandQueue();

  /// The thread's, or null.
  static StrandQueue* OfThread() noexcept;
  void Push(Strand& strand) noexcept;
  Strand* Pop() noexcept;

 private:
  StrandQueue* const outer_;
  Strand* first_ = nullptr;
  Strand* last_ = nullptr;
};

}  // namespace internal
}  // namespace krepis
