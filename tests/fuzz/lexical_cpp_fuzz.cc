// Any bytes as C or C++ through the lexical frontend: where that is sure, and the parser finds no
// error, they give the same facts.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/core/language.h"
#include "tests/lexical/comparison.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using krepis::analyzer::Language;
  static krepis::testing::LexicalComparer comparer;
  // The size says which, so that seeds are plain texts.
  const krepis::testing::LexicalComparison comparison =
      comparer.Compare("input", size % 2 == 0 ? Language::kCpp : Language::kC,
                       std::string_view(reinterpret_cast<const char*>(data), size));
  if (comparison.sound && !comparison.agrees()) __builtin_trap();
  return 0;
}
