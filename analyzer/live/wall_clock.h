#pragma once

#include <string>

namespace krepis::analyzer {

/// The time in milliseconds, as a text that compares as the numbers do.
std::string WallClock();

}  // namespace krepis::analyzer
