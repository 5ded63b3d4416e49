#include "analyzer/cli/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace krepis::analyzer {
namespace {

constexpr std::string_view kClear = "\r\x1b[K";

/// The line of now; "" before anything has begun. Short enough for any terminal.
std::string LineOf(const Progress::State& state) {
  if (state.phase == nullptr) return "";
  if (state.total == 0) return fmt::format("krepis: {}", state.phase);
  return fmt::format("krepis: {} {}/{}", state.phase, state.done, state.total);
}

void Write(int fd, std::string_view text) {
  // A terminal that is gone is nobody's loss.
  if (write(fd, text.data(), text.size()) < 0) return;
}

}  // namespace

ProgressLine::ProgressLine(const Progress* progress, int fd, Timing timing)
    : progress_(progress), fd_(fd), timing_(timing) {
  const char* term = std::getenv("TERM");
  if (progress == nullptr || isatty(fd) != 1 ||
      (term != nullptr && std::string_view(term) == "dumb"))
    return;
  thread_ = std::jthread([this](const std::stop_token& stop) { Show(stop); });
}

ProgressLine::~ProgressLine() = default;

void ProgressLine::Show(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  const auto stops_within = [&](std::chrono::milliseconds time) {
    return stopped_.wait_for(lock, stop, time, [&] { return stop.stop_requested(); });
  };
  if (stops_within(timing_.delay)) return;
  std::string shown;
  do {
    const std::string line = LineOf(progress_->Now());
    if (line == shown) continue;
    Write(fd_, std::string(kClear) + line);
    shown = line;
  } while (!stops_within(timing_.period));
  if (!shown.empty()) Write(fd_, kClear);
}

}  // namespace krepis::analyzer
