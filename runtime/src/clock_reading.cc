#include "krepis/clock_reading.h"

#include <chrono>
#include <fstream>
#include <string>

namespace krepis {
namespace {

using std::chrono::steady_clock;

#if defined(__x86_64__) && defined(__linux__)

uint64_t Counter() noexcept { return __builtin_ia32_rdtsc(); }

/// Whether the kernel keeps time by the counter: then it has found it steady, and equal on all
/// processors.
bool KernelTrustsCounter() {
  std::ifstream file("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  std::string source;
  return file >> source && source == "tsc";
}

#else

uint64_t Counter() noexcept { return 0; }
bool KernelTrustsCounter() { return false; }

#endif

/// Both clocks at once, as nearly as a few attempts get: a thread may be put aside in between.
ClockReading::Sample Both() noexcept {
  constexpr uint64_t kClose = 1000;  // ticks
  ClockReading::Sample best{};
  uint64_t narrowest = UINT64_MAX;
  for (int attempt = 0; attempt < 5 && narrowest > kClose; ++attempt) {
    const uint64_t before = Counter();
    const Clock::TimePoint time = steady_clock::now();
    const uint64_t width = Counter() - before;
    if (width >= narrowest) continue;
    narrowest = width;
    best = {before + width / 2, time};
  }
  return best;
}

struct Source {
  bool counter;
  ClockReading::Sample first;
};

const Source& TheSource() noexcept {
  static const Source source = [] {
    const bool counter = KernelTrustsCounter();
    return Source{counter, Both()};
  }();
  return source;
}

}  // namespace

ClockReading ClockReading::Take() noexcept {
  if (TheSource().counter) return ClockReading(Counter());
  return ClockReading(static_cast<uint64_t>(steady_clock::now().time_since_epoch().count()));
}

Clock::TimePoint ClockReading::time() const noexcept {
  if (ticks_ == 0) return {};
  const Source& source = TheSource();
  if (source.counter) return Interpolate(source.first, ticks_, Both());
  return Clock::TimePoint(steady_clock::duration(static_cast<int64_t>(ticks_)));
}

Clock::TimePoint ClockReading::Interpolate(const Sample& first, uint64_t ticks,
                                           const Sample& now) noexcept {
  if (ticks <= first.ticks || now.ticks <= first.ticks) return first.time;
  if (ticks >= now.ticks) return now.time;
  const double since = static_cast<double>(now.ticks - ticks);
  const double whole = static_cast<double>(now.ticks - first.ticks);
  const double length = static_cast<double>((now.time - first.time).count());
  return now.time - steady_clock::duration(static_cast<int64_t>(length * (since / whole)));
}

}  // namespace krepis
