#include "krepis/timer_queue.h"

#include <cassert>
#include <utility>

#include "krepis/strand.h"

namespace krepis {
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
    Firing firing{&timer, firing_};
    firing_ = &firing;
    lock.unlock();
    timer.Due();  // it may be gone afterwards
    ++count;
    lock.lock();
    Firing** at = &firing_;
    while (*at != &firing) at = &(*at)->next;
    *at = firing.next;
    fired_.notify_all();
  }
  return count;
}

std::optional<Clock::TimePoint> TimerQueue::next_due() const noexcept {
  std::lock_guard lock(mutex_);
  if (heap_.empty()) return std::nullopt;
  return heap_.front()->due_;
}

void TimerQueue::Add(Timer& timer, Clock::TimePoint due) {
  bool first = false;
  {
    std::lock_guard lock(mutex_);
    assert(timer.place_ == 0);
    timer.due_ = due;
    heap_.push_back(nullptr);
    Place(timer, heap_.size());
    first = timer.place_ == 1;
  }
  if (!first) return;
  try {
    Hasten(due);
  } catch (...) {
    Cancel(timer);
    throw;
  }
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
  fired_.wait(lock, [&] {
    const Firing* firing = firing_;
    while (firing != nullptr && firing->timer != &timer) firing = firing->next;
    return firing == nullptr;
  });
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

}  // namespace krepis
