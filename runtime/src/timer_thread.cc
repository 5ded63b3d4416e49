#include "krepis/timer_thread.h"

#include <optional>

namespace krepis {

TimerThread::~TimerThread() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void TimerThread::Hasten(Clock::TimePoint due) {
  std::lock_guard lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { Loop(); });
  // With one limit for all, later timers come last, so the thread is rarely woken: it sleeps on to
  // the time of a timer that may be long gone.
  if (due >= sleeping_until_) return;
  hastened_ = true;
  changed_.notify_one();
}

void TimerThread::Loop() noexcept {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    hastened_ = false;
    sleeping_until_ = Clock::TimePoint::max();
    lock.unlock();
    RunDue();
    const std::optional<Clock::TimePoint> next = next_due();
    lock.lock();
    if (hastened_ || ending_) continue;
    if (next) {
      sleeping_until_ = *next;
      clock_.WaitUntil(lock, changed_, *next);
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace krepis
