#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// The header name of the #include directive whose `#` stands at `hash`: "name.h" or <name.h> with
/// its delimiters, or what stands there instead (a macro). Empty, at `hash`, when there is no
/// directive.
ByteSpan HeaderNameSpan(std::string_view text, uint32_t hash);

}  // namespace krepis::analyzer
