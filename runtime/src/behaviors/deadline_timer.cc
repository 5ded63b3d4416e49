#include "krepis/behaviors/deadline_timer.h"

#include <cassert>
#include <utility>

namespace krepis {

DeadlineTimer::~DeadlineTimer() {
  {
    std::lock_guard lock(mutex_);
    assert(alarms_.empty());
    ending_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

DeadlineTimer::Alarm::Alarm(DeadlineTimer& timer, WaitableClock::TimePoint at,
                            std::stop_source target)
    : timer_(timer), at_(at), target_(std::move(target)) {
  timer_.Insert(*this);
}

DeadlineTimer::Alarm::~Alarm() {
  std::lock_guard lock(timer_.mutex_);
  if (slot_ != kNoSlot) timer_.Remove(*this);
}

bool DeadlineTimer::Alarm::fired() const {
  std::lock_guard lock(timer_.mutex_);
  return fired_;
}

void DeadlineTimer::Run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    sleeping_until_ = alarms_.empty() ? WaitableClock::TimePoint::max() : alarms_.front()->at_;
    if (alarms_.empty()) {
      wake_.wait(lock);
    } else if (clock_.Now() < sleeping_until_) {
      clock_.WaitUntil(lock, wake_, sleeping_until_);
    } else {
      Alarm& due = *alarms_.front();
      Remove(due);
      due.fired_ = !due.target_.stop_requested();
      std::stop_source target = due.target_;  // `due` may be gone once the mutex is released
      lock.unlock();
      target.request_stop();
      lock.lock();
    }
  }
}

void DeadlineTimer::Insert(Alarm& alarm) {
  std::lock_guard lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  alarms_.push_back(&alarm);
  Place(alarm, alarms_.size() - 1);
  // With one limit for all, later alarms come last, so the thread is rarely woken: it sleeps on to
  // the deadline of an alarm that may be long gone.
  if (alarm.at_ < sleeping_until_) wake_.notify_all();
}

void DeadlineTimer::Remove(Alarm& alarm) noexcept {
  const size_t slot = std::exchange(alarm.slot_, kNoSlot);
  Alarm& last = *alarms_.back();
  alarms_.pop_back();
  if (&last != &alarm) Place(last, slot);
}

void DeadlineTimer::Place(Alarm& alarm, size_t slot) noexcept {
  auto put = [this](size_t at, Alarm& moved) {
    alarms_[at] = &moved;
    moved.slot_ = at;
  };
  while (slot > 0 && alarm.at_ < alarms_[(slot - 1) / 2]->at_) {
    put(slot, *alarms_[(slot - 1) / 2]);
    slot = (slot - 1) / 2;
  }
  for (size_t child = 2 * slot + 1; child < alarms_.size(); child = 2 * slot + 1) {
    if (child + 1 < alarms_.size() && alarms_[child + 1]->at_ < alarms_[child]->at_) ++child;
    if (!(alarms_[child]->at_ < alarm.at_)) break;
    put(slot, *alarms_[child]);
    slot = child;
  }
  put(slot, alarm);
}

}  // namespace krepis
