#pragma once

#include <cstdint>

namespace krepis::bench {

/// How often this thread called global operator new since it began.
uint64_t Allocations();

}  // namespace krepis::bench
