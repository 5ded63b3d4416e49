#include "analyzer/frontend/string_escapes.h"

#include <algorithm>
#include <cstdint>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

int HexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// Reads at most `most` digits of `base` from `at` on; -1 when there is none.
int64_t ReadDigits(std::string_view text, size_t& at, int base, int most) {
  int64_t value = -1;
  for (; most > 0 && at < text.size(); --most, ++at) {
    const int digit = HexValue(text[at]);
    if (digit < 0 || digit >= base) break;
    value = std::max<int64_t>(value, 0) * base + digit;
  }
  return value;
}

void AppendScalar(std::string& out, int64_t value) {
  const bool scalar = value >= 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  if (scalar) {
    AppendUtf8(out, static_cast<char32_t>(value));
  } else {
    out += kReplacement;
  }
}

/// Appends what the escape behind the backslash at `at - 1` stands for.
void AppendEscape(std::string_view text, size_t& at, std::string& out) {
  const char kind = text[at++];
  switch (kind) {
    case 'n':
      out += '\n';
      return;
    case 't':
      out += '\t';
      return;
    case 'r':
      out += '\r';
      return;
    case 'a':
      out += '\a';
      return;
    case 'b':
      out += '\b';
      return;
    case 'f':
      out += '\f';
      return;
    case 'v':
      out += '\v';
      return;
    case '\n':
      return;
    case '\r':
      if (at < text.size() && text[at] == '\n') ++at;
      return;
    case 'x':
      AppendScalar(out, ReadDigits(text, at, 16, 2));
      return;
    case 'U':
      AppendScalar(out, ReadDigits(text, at, 16, 8));
      return;
    case 'u': {
      const bool braced = at < text.size() && text[at] == '{';
      if (braced) ++at;
      int64_t value = ReadDigits(text, at, 16, braced ? 6 : 4);
      if (braced && at < text.size() && text[at] == '}') ++at;
      const bool pair = value >= 0xD800 && value < 0xDC00 && text.substr(at, 2) == "\\u";
      if (pair) {
        size_t behind = at + 2;
        const int64_t low = ReadDigits(text, behind, 16, 4);
        if (low >= 0xDC00 && low < 0xE000) {
          value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
          at = behind;
        }
      }
      AppendScalar(out, value);
      return;
    }
    default:
      if (kind >= '0' && kind <= '7') {
        --at;
        AppendScalar(out, ReadDigits(text, at, 8, 3));
      } else {
        out += kind;
      }
  }
}

}  // namespace

std::string_view DecodeEscapes(std::string_view text, std::string& decoded) {
  if (text.find('\\') == std::string_view::npos) return text;
  decoded.clear();
  for (size_t at = 0; at < text.size();) {
    const size_t backslash = std::min(text.find('\\', at), text.size());
    decoded.append(text, at, backslash - at);
    at = backslash + 1;
    if (at < text.size()) AppendEscape(text, at, decoded);
  }
  return decoded;
}

}  // namespace krepis::analyzer
