#include "krepis/stop_alarm.h"

#include <utility>

namespace krepis {

StopAlarm::StopAlarm(TimerQueue& timers, Clock::TimePoint at, std::stop_source target)
    : timers_(timers), target_(std::move(target)) {
  timers_.Add(*this, at);
}

void StopAlarm::Due() noexcept {
  // Before the callbacks run: who ends because of the stop asks why.
  fired_.store(!target_.stop_requested(), std::memory_order_release);
  target_.request_stop();
}

}  // namespace krepis
