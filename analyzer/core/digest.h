#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hex digits.
std::string Sha256Hex(std::string_view bytes);

/// XXH3 of xxHash 0.8, with 64 bits: tells damaged bytes from whole ones. Nothing that somebody may
/// want to forge hangs on it.
uint64_t Checksum(std::string_view bytes);
/// Likewise with 128 bits, as 32 lower-case hex digits: for names of what a user has.
std::string ChecksumHex(std::string_view bytes);
/// The same bits as numbers.
struct LongChecksum {
  uint64_t high = 0;
  uint64_t low = 0;
  friend auto operator<=>(const LongChecksum&, const LongChecksum&) = default;
};
LongChecksum ChecksumLong(std::string_view bytes);

}  // namespace krepis::analyzer
