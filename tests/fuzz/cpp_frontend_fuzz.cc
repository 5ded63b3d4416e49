// Any bytes as C++ or C: frontend_property.h.
//
// Without the compiler: there is no fuzzer of libclang. What one finds first are faults of clang
// itself, which krepis does not mend; they cost the file and no more, because libclang runs in a
// process of its own, and analyzer/frontend/worker_messages_fuzz.cc has what comes out of it.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/frontend_property.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using krepis::analyzer::Language;
  // The size says which, so that seeds are plain texts.
  krepis::analyzer::CheckFrontend(size % 4 == 0 ? Language::kC : Language::kCpp,
                                  {reinterpret_cast<const char*>(data), size});
  return 0;
}
