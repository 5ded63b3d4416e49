#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Arrays and inline tables within each other, and parts of a dotted key: more than any real file
/// has, and few enough for code that recurses over them.
inline constexpr uint32_t kMaxTomlNesting = 16;

/// A top-level line of a TOML file with all lines that belong to it: a table header, a key and its
/// value, or a comment.
struct TomlStatement {
  enum class Kind : uint8_t { kHeader, kKeyValue, kComment };
  Kind kind = Kind::kKeyValue;
  uint32_t begin = 0;  // bytes of the text, without the final line end
  uint32_t end = 0;
  /// Why the statement cannot be parsed, and where that shows; empty: it may be fine.
  std::string error;
  uint32_t error_begin = 0;
  uint32_t error_end = 0;
};

/// Cuts `text` into statements without parsing them, so that a fault in one of them costs no other.
/// Finds what would spill over into the next statements: strings, arrays and inline tables that are
/// not closed (such a statement ends before the next line that can only be a header or a key),
/// nesting beyond kMaxTomlNesting, and bytes that are no UTF-8. Blank lines belong to no statement.
/// Time and memory are linear in the text.
std::vector<TomlStatement> SplitToml(std::string_view text);

}  // namespace krepis::analyzer
