// Any bytes as Rust through the lexical frontend: where that is sure, and the parser finds no
// error, they give the same facts. Not so with macros: whether their brackets hold Rust is for the
// grammar to say, and a fuzzer finds what only looks like it.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/core/language.h"
#include "tests/lexical/comparison.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static krepis::testing::LexicalComparer comparer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const krepis::testing::LexicalComparison comparison =
      comparer.Compare("input", krepis::analyzer::Language::kRust, text);
  const bool macros = text.find('!') != std::string_view::npos;
  if (comparison.sound && !macros && !comparison.agrees()) __builtin_trap();
  return 0;
}
