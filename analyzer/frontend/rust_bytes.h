#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace krepis::analyzer {

/// What a byte of Rust means where code stands.
enum class RustByte : uint8_t {
  kMark,  // an operator or separator
  kBlank,
  kWord,  // letters, _ and whatever is not ASCII
  kDigit,
  kQuote,
  kTick,
  kSlash,
  kColon,
  kHash,
  kBang,
  kOpen,
  kClose,
};

constexpr std::array<RustByte, 256> RustBytes() {
  std::array<RustByte, 256> table = {};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    if (letter) table[c] = RustByte::kWord;
    if (c >= '0' && c <= '9') table[c] = RustByte::kDigit;
  }
  for (const unsigned char c : {' ', '\t', '\n', '\r', '\f', '\v'}) table[c] = RustByte::kBlank;
  table['"'] = RustByte::kQuote;
  table['\''] = RustByte::kTick;
  table['/'] = RustByte::kSlash;
  table[':'] = RustByte::kColon;
  table['#'] = RustByte::kHash;
  table['!'] = RustByte::kBang;
  table['('] = table['['] = table['{'] = RustByte::kOpen;
  table[')'] = table[']'] = table['}'] = RustByte::kClose;
  return table;
}
inline constexpr std::array<RustByte, 256> kRustBytes = RustBytes();

inline RustByte RustByteOf(char byte) { return kRustBytes[static_cast<unsigned char>(byte)]; }
inline bool IsRustWordStart(char byte) { return RustByteOf(byte) == RustByte::kWord; }
inline bool IsRustWord(char byte) {
  return RustByteOf(byte) == RustByte::kWord || RustByteOf(byte) == RustByte::kDigit;
}
inline bool IsRustBlank(char byte) { return RustByteOf(byte) == RustByte::kBlank; }

/// Keywords by what a scanner does about them; `kOther` is what begins nothing.
enum class RustKeyword : uint8_t {
  kNone,
  kOther,
  kConst,
  kContextual,  // union, default, auto, safe: names, but in front of an item
  kEnum,
  kExtern,
  kFn,
  kFor,
  kImpl,
  kIn,
  kLet,
  kMatch,
  kMod,
  kModifier,
  kPub,
  kRef,
  kStatic,
  kStruct,
  kTrait,
  kType,
  kUse,
};

RustKeyword RustKeywordOf(std::string_view word);

}  // namespace krepis::analyzer
