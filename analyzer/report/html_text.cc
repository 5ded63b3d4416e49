#include "analyzer/report/html_text.h"

#include <algorithm>
#include <cstdint>

#include "analyzer/core/digest.h"
#include "analyzer/report/markup.h"

namespace krepis::analyzer {
namespace {

uint32_t HexDigit(char c) { return static_cast<uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10); }

/// RFC 4648, of bytes in hex digits.
std::string Base64OfHex(std::string_view hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < hex.size(); i += 6) {  // three bytes are four digits
    const std::string_view group = hex.substr(i, 6);
    uint32_t bits = 0;
    for (const char c : group) bits = bits << 4 | HexDigit(c);
    bits <<= 4 * (6 - group.size());
    const size_t digits = group.size() / 2 + 1;
    for (size_t digit = 0; digit < 4; ++digit)
      out += digit < digits ? kDigits[bits >> (18 - 6 * digit) & 63] : '=';
  }
  return out;
}

}  // namespace

std::string HtmlLines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += MarkupText(text.substr(0, end));
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string ScriptJson(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

std::string CspHash(std::string_view block) {
  return "'sha256-" + Base64OfHex(Sha256Hex(block)) + "'";
}

}  // namespace krepis::analyzer
