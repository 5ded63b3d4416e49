#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "krepis/strand.h"
#include "krepis/task.h"

namespace krepis {

namespace internal {

/// Where one thread waits for something that may have happened already. Used once.
class Gate {
 public:
  /// Once, by any thread. Afterwards the gate may be gone.
  void Open() noexcept;
  /// Returns when Open was called.
  void Wait() noexcept;

 private:
  enum class State : uint8_t { kShut, kAwaited, kOpen };
  std::atomic<State> state_ = State::kShut;
  // Used when the thread has to wait.
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = false;
};

/// A strand of one task, that a thread blocks for.
class BlockingStrand final : public Strand {
 public:
  explicit BlockingStrand(StrandScheduler* scheduler) noexcept
      : Strand(scheduler, nullptr, nullptr) {}
  /// Runs `first`, and returns when it has ended.
  void Run(std::coroutine_handle<> first) noexcept {
    first_ = first;
    if (!Start()) ended_.Wait();
  }

 private:
  void Begin() noexcept override { first_.resume(); }
  void Ended(bool in_start) noexcept override {
    if (!in_start) ended_.Open();
  }

  std::coroutine_handle<> first_;
  Gate ended_;
};

}  // namespace internal

/// Runs a task and blocks this thread until it has ended: its value, or its exception thrown. The
/// bridge from main() and tests. In a coroutine it would block the thread that has to go on with
/// others; there, await.
///
/// `scheduler`, which may be null, says where the task goes on after its waits.
template <class T>
T SyncWait(Task<T> task, StrandScheduler* scheduler = nullptr) {
  auto coroutine = internal::TaskAccess::Release(std::move(task));
  internal::BlockingStrand strand(scheduler);
  internal::TaskResult<T> result;
  coroutine.promise().Prepare(strand, result);
  strand.Run(coroutine);
  return result.Take();
}

}  // namespace krepis
