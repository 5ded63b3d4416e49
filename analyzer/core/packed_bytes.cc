#include "analyzer/core/packed_bytes.h"

namespace krepis::analyzer {

void PutText(std::string& bytes, std::string_view text) {
  const auto size = static_cast<uint32_t>(text.size());
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((size >> shift) & 0xff);
  bytes += text;
  bytes += '\0';
}

std::optional<std::string_view> TakeText(std::string_view& bytes) {
  constexpr size_t kLength = 4;
  if (bytes.size() < kLength) return std::nullopt;
  size_t size = 0;
  for (size_t i = 0; i < kLength; ++i)
    size |= size_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  if (bytes.size() - kLength <= size || bytes[kLength + size] != '\0') return std::nullopt;
  const std::string_view text = bytes.substr(kLength, size);
  bytes.remove_prefix(kLength + size + 1);
  return text;
}

}  // namespace krepis::analyzer
