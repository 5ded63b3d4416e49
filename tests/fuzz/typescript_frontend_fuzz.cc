// Any bytes as TypeScript, TSX or JavaScript: frontend_property.h.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/frontend_property.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using krepis::analyzer::Language;
  static constexpr Language kLanguages[] = {Language::kTypeScript, Language::kTsx,
                                            Language::kJavaScript};
  // The size says which, so that seeds are plain texts.
  krepis::analyzer::CheckFrontend(kLanguages[size % 3],
                                  {reinterpret_cast<const char*>(data), size});
  return 0;
}
