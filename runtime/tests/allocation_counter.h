#pragma once

#include <cstdint>

namespace krepis::testing {

/// How often this thread called global operator new, of any form, since it began.
uint64_t AllocationCount();

}  // namespace krepis::testing
