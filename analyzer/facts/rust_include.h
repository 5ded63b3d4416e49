#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// What `include!(…)` names.
struct RustInclude {
  /// As written; a path below a folder that Cargo gives begins with $CARGO_MANIFEST_DIR or
  /// $OUT_DIR.
  /// "" when it is computed.
  std::string path;
  ByteSpan literal;  // what stands between the quotes of the last string
};

/// Reads the call that begins with the macro's name at `at`. nullopt when none does.
std::optional<RustInclude> ReadRustInclude(std::string_view source, uint32_t at);

}  // namespace krepis::analyzer
