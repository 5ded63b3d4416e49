#include "krepis/timer_queue.h"

#include <cassert>
#include <chrono>
#include <utility>

#include "krepis/strand.h"

namespace krepis {
namespace {

class SteadyTime final : public Clock {
 public:
  TimePoint Now() const noexcept override { return std::chrono::steady_clock::now(); }
};
constinit const SteadyTime kSteadyTime;

}  // namespace

TimerQueue::~TimerQueue() { assert(heap_.empty()); }

size_t TimerQueue::RunDue() noexcept {
  // Strands go on at the end, when no Due is being called: they may Cancel.
  internal::StrandQueue strands;
  size_t count = 0;
  std::unique_lock lock(mutex_);
  const Clock::TimePoint now = clock_.Now();
  while (!heap_.empty() && heap_.front()->due_ <= now) {
    Timer& timer = *heap_.front();
    Take(timer);
    firing_ = &timer;
    lock.unlock();
    timer.Due();
    ++count;
    lock.lock();
    firing_ = nullptr;
    fired_.notify_all();
  }
  return count;
}

std::optional<Clock::TimePoint> TimerQueue::next_due() const noexcept {
  std::lock_guard lock(mutex_);
  if (heap_.empty()) return std::nullopt;
  return heap_.front()->due_;
}

void TimerQueue::Add(Timer& timer, Clock::TimePoint due) noexcept {
  bool first = false;
  {
    std::lock_guard lock(mutex_);
    assert(timer.place_ == 0);
    timer.due_ = due;
    heap_.push_back(nullptr);
    Place(timer, heap_.size());
    first = timer.place_ == 1;
  }
  if (first) Hasten();
}

bool TimerQueue::Remove(Timer& timer) noexcept {
  std::lock_guard lock(mutex_);
  if (timer.place_ == 0) return false;
  Take(timer);
  return true;
}

void TimerQueue::Cancel(Timer& timer) noexcept {
  std::unique_lock lock(mutex_);
  if (timer.place_ != 0) Take(timer);
  fired_.wait(lock, [&] { return firing_ != &timer; });
}

/// Puts a timer where it belongs, beginning at a free place.
void TimerQueue::Place(Timer& timer, size_t place) noexcept {
  for (size_t above; (above = place / 2) != 0 && timer.due_ < heap_[above - 1]->due_;) {
    (heap_[place - 1] = heap_[above - 1])->place_ = place;
    place = above;
  }
  for (size_t below; (below = place * 2) <= heap_.size();) {
    if (below < heap_.size() && heap_[below]->due_ < heap_[below - 1]->due_) ++below;
    if (timer.due_ <= heap_[below - 1]->due_) break;
    (heap_[place - 1] = heap_[below - 1])->place_ = place;
    place = below;
  }
  heap_[place - 1] = &timer;
  timer.place_ = place;
}

void TimerQueue::Take(Timer& timer) noexcept {
  const size_t place = std::exchange(timer.place_, 0);
  Timer* last = heap_.back();
  heap_.pop_back();
  if (last != &timer) Place(*last, place);
}

TimerThread::TimerThread() : TimerQueue(kSteadyTime), thread_([this] { Loop(); }) {}

TimerThread::~TimerThread() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void TimerThread::Hasten() noexcept {
  std::lock_guard lock(mutex_);
  hastened_ = true;
  changed_.notify_one();
}

void TimerThread::Loop() noexcept {
  for (;;) {
    RunDue();
    std::optional<Clock::TimePoint> next = next_due();
    std::unique_lock lock(mutex_);
    auto woken = [&] { return hastened_ || ending_; };
    if (next) {
      changed_.wait_until(lock, *next, woken);
    } else {
      changed_.wait(lock, woken);
    }
    if (ending_) return;
    hastened_ = false;
  }
}

}  // namespace krepis
