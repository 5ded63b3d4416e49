#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "krepis/async_execution.h"
#include "krepis/timer_queue.h"
#include "runtime/tests/fake_time.h"

namespace krepis::testing {

/// Runs one asynchronous execution to its end, all of it in this thread. Where a clock is given
/// that skips, the time until the next timer takes none.
class TestLoop final : private StrandScheduler {
 public:
  /// `timers` go by `clock`; without a clock they have a thread.
  TestLoop(TimerQueue& timers, FakeClock* clock) : timers_(timers), clock_(clock) {}

  Outcome Run(const AsyncPipelineChain& chain, PipelineContext& context) {
    AsyncExecution execution({.scheduler = this, .timers = &timers_});
    std::optional<Outcome> outcome;
    execution.Start(chain, context, [&outcome](Outcome ended) { outcome = std::move(ended); });
    while (!outcome) {
      if (Strand* strand = Next()) {
        strand->Run();
      } else if (clock_ != nullptr) {
        const auto next = timers_.next_due();
        if (next && *next > clock_->Now()) clock_->SkipTo(*next);
        timers_.RunDue();
      }
    }
    return *std::move(outcome);
  }

 private:
  void Post(Strand& strand) noexcept override {
    std::lock_guard lock(mutex_);
    posted_ = &strand;
    changed_.notify_one();
  }
  /// What was posted; waits for that where nothing else is to be done.
  Strand* Next() {
    std::unique_lock lock(mutex_);
    auto posted = [this] { return posted_ != nullptr; };
    if (clock_ == nullptr) {
      changed_.wait(lock, posted);
    } else if (!timers_.next_due()) {
      changed_.wait_for(lock, std::chrono::milliseconds(1), posted);
    }
    return std::exchange(posted_, nullptr);
  }

  TimerQueue& timers_;
  FakeClock* const clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Strand* posted_ = nullptr;
};

}  // namespace krepis::testing
