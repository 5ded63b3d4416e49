// Any bytes as TypeScript, TSX or JavaScript through the lexical frontend: where that is sure, and
// the parser finds no error, they give the same facts. Not so of JavaScript, where the parser reads
// what is none with the grammar of TSX: a fuzzer finds types in it that nobody writes there.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analyzer/core/language.h"
#include "tests/lexical/comparison.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using krepis::analyzer::Language;
  static krepis::testing::LexicalComparer comparer;
  static constexpr Language kLanguages[] = {Language::kTypeScript, Language::kTsx,
                                            Language::kJavaScript};
  // The size says which, so that seeds are plain texts.
  const Language language = kLanguages[size % 3];
  const krepis::testing::LexicalComparison comparison = comparer.Compare(
      "input", language, std::string_view(reinterpret_cast<const char*>(data), size));
  if (comparison.sound && language != Language::kJavaScript && !comparison.agrees())
    __builtin_trap();
  return 0;
}
