// Any bytes as Rust: frontend_property.h.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/frontend_property.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  krepis::analyzer::CheckFrontend(krepis::analyzer::Language::kRust,
                                  {reinterpret_cast<const char*>(data), size});
  return 0;
}
