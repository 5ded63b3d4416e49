#include "analyzer/live/wall_clock.h"

#include <fmt/format.h>

#include <chrono>

namespace krepis::analyzer {

std::string WallClock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{:020}", std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace krepis::analyzer
