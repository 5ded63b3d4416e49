#pragma once

#include <array>
#include <cstdint>

namespace krepis::analyzer {

/// What a byte of JavaScript means where code stands.
enum class ByteClass : uint8_t {
  kOther,
  kBlank,
  kWord,  // letters, _ $ # and whatever is not ASCII
  kDigit,
  kQuote,
  kBacktick,
  kSlash,
  kDot,
  kOpenParenthesis,
  kCloseParenthesis,
  kOpenSquare,
  kCloseSquare,
  kOpenBrace,
  kCloseBrace,
  kLess,
  kBang,
  kPlusOrMinus,
  kOperator,
};

constexpr std::array<ByteClass, 256> ByteClasses() {
  std::array<ByteClass, 256> table = {};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
                        c == '#' || c >= 0x80;
    if (letter) table[c] = ByteClass::kWord;
    if (c >= '0' && c <= '9') table[c] = ByteClass::kDigit;
  }
  for (const unsigned char c : {' ', '\t', '\n', '\r', '\f', '\v'}) table[c] = ByteClass::kBlank;
  for (const unsigned char c : {'=', ',', ';', ':', '?', '&', '|', '^', '~', '%', '*', '>', '@'})
    table[c] = ByteClass::kOperator;
  table['"'] = table['\''] = ByteClass::kQuote;
  table['`'] = ByteClass::kBacktick;
  table['/'] = ByteClass::kSlash;
  table['.'] = ByteClass::kDot;
  table['('] = ByteClass::kOpenParenthesis;
  table[')'] = ByteClass::kCloseParenthesis;
  table['['] = ByteClass::kOpenSquare;
  table[']'] = ByteClass::kCloseSquare;
  table['{'] = ByteClass::kOpenBrace;
  table['}'] = ByteClass::kCloseBrace;
  table['<'] = ByteClass::kLess;
  table['!'] = ByteClass::kBang;
  table['+'] = table['-'] = ByteClass::kPlusOrMinus;
  return table;
}
inline constexpr std::array<ByteClass, 256> kByteClasses = ByteClasses();

inline ByteClass ClassOf(char byte) { return kByteClasses[static_cast<unsigned char>(byte)]; }

constexpr std::array<bool, 256> WordBytes() {
  std::array<bool, 256> table = {};
  for (int c = 0; c < 0x80; ++c)
    table[c] = kByteClasses[c] == ByteClass::kWord || kByteClasses[c] == ByteClass::kDigit;
  return table;
}
inline constexpr std::array<bool, 256> kWordBytes = WordBytes();

/// Whether an ASCII byte goes on with an identifier.
inline bool IsWordByte(char byte) { return kWordBytes[static_cast<unsigned char>(byte)]; }

/// Whether a blank or the end of a line outside ASCII (or a control character that is neither)
/// begins at `at`: U+0080-U+00A0, U+1680, U+2000-U+200F, U+2028-U+202F, U+205F-U+206F, U+3000,
/// U+FEFF.
inline bool IsUnicodeBlank(const char* at, const char* end) {
  const auto byte = [&](int i) {
    return end - at > i ? static_cast<unsigned char>(at[i]) : static_cast<unsigned char>(0);
  };
  switch (byte(0)) {
    case 0xC2:
      return byte(1) <= 0xA0;
    case 0xE1:
      return byte(1) == 0x9A && byte(2) == 0x80;
    case 0xE2:
      return (byte(1) == 0x80 && (byte(2) < 0x90 || byte(2) >= 0xA8)) ||
             (byte(1) == 0x81 && byte(2) >= 0x9F);
    case 0xE3:
      return byte(1) == 0x80 && byte(2) == 0x80;
    case 0xEF:
      return byte(1) == 0xBB && byte(2) == 0xBF;
    default:
      return false;
  }
}

/// Whether U+2028 or U+2029, which end lines, begins at `at`.
inline bool IsUnicodeLineEnd(const char* at, const char* end) {
  return end - at > 2 && at[0] == '\xE2' && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');
}

}  // namespace krepis::analyzer
