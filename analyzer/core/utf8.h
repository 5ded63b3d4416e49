#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// U+FFFD in UTF-8: what stands for bytes that are no text.
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// One step through bytes that claim to be UTF-8.
struct CodePoint {
  char32_t value = 0;
  /// Bytes consumed, at least 1. Of an ill-formed sequence: its maximal subpart, for which a
  /// decoder that repairs writes one U+FFFD (Unicode 15, section 3.9, table 3-8).
  uint8_t length = 1;
  bool valid = false;

  /// UTF-16 code units, counted as LineTable counts columns: one per byte where it is no UTF-8.
  uint32_t Utf16Units() const { return !valid ? length : value >= 0x10000 ? 2 : 1; }
};

/// The code point at `offset`, which must be inside `text`. Rejects overlong forms, surrogates and
/// values above U+10FFFF.
CodePoint DecodeUtf8(std::string_view text, size_t offset);

/// Appends `value` (a Unicode scalar value) in UTF-8.
void AppendUtf8(std::string& out, char32_t value);

/// Columns of a terminal that a printable code point takes: 0 for combining and zero-width ones, 2
/// for East Asian wide and fullwidth ones and emoji, else 1. An approximation of UAX #11: terminals
/// differ.
int DisplayWidth(char32_t value);

}  // namespace krepis::analyzer
