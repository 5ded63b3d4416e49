#pragma once

#include <string>
#include <string_view>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

struct Word {
  std::string text;
  ByteSpan span;
};

/// The name around a byte, as rules, modules and keys are named: letters, digits, `-`, `_`, `/`,
/// `.`, and bytes beyond ASCII. Empty where there is none.
Word WordAt(std::string_view text, uint32_t offset);

}  // namespace krepis::analyzer
