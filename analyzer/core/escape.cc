#include "analyzer/core/escape.h"

#include <fmt/format.h>

#include <iterator>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {

bool MustEscape(char32_t value) {
  if (value < 0x20 || (value >= 0x7F && value < 0xA0)) return true;
  if (value < 0xAD) return false;
  switch (value) {
    case 0x00AD:  // soft hyphen
    case 0x034F:  // combining grapheme joiner
    case 0x061C:  // Arabic letter mark
    case 0x180E:  // Mongolian vowel separator
    case 0x200B:  // zero width space
    case 0x200E:  // left-to-right mark
    case 0x200F:  // right-to-left mark
    case 0x3164:  // Hangul filler
    case 0xFEFF:  // zero width no-break space
    case 0xFFA0:  // halfwidth Hangul filler
      return true;
    default:
      break;
  }
  return (value >= 0x115F && value <= 0x1160) ||    // Hangul fillers
         (value >= 0x2028 && value <= 0x202E) ||    // separators, embeddings, overrides
         (value >= 0x2060 && value <= 0x206F) ||    // invisible operators, isolates
         (value >= 0xE000 && value <= 0xF8FF) ||    // private use
         (value >= 0xFDD0 && value <= 0xFDEF) ||    // noncharacters
         (value >= 0xFFF0 && value <= 0xFFFB) ||    // specials
         (value & 0xFFFE) == 0xFFFE ||              // noncharacters of every plane
         (value >= 0xE0000 && value <= 0xE0FFF) ||  // tags and their like
         value >= 0xF0000;                          // private use planes
}

size_t PlainPrefix(std::string_view text) {
  size_t size = 0;
  while (size < text.size() && text[size] >= ' ' && text[size] <= '~') ++size;
  return size;
}

size_t AppendEscaped(std::string& out, std::string_view text, size_t offset) {
  if (text[offset] >= ' ' && text[offset] <= '~') {
    out.push_back(text[offset]);
    return 1;
  }
  const CodePoint point = DecodeUtf8(text, offset);
  if (!point.valid) {
    for (size_t i = 0; i < point.length; ++i) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}",
                     static_cast<unsigned char>(text[offset + i]));
    }
  } else if (!MustEscape(point.value)) {
    out.append(text.substr(offset, point.length));
  } else if (point.value == '\t') {
    out += "\\t";
  } else if (point.value == '\n') {
    out += "\\n";
  } else if (point.value == '\r') {
    out += "\\r";
  } else if (point.value < 0x80) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<uint32_t>(point.value));
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", static_cast<uint32_t>(point.value));
  }
  return point.length;
}

std::string EscapeForTerminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t plain = PlainPrefix(text.substr(i));
    out.append(text, i, plain);
    i += plain;
    if (i < text.size()) i += AppendEscaped(out, text, i);
  }
  return out;
}

void AppendJsonString(std::string& out, std::string_view text) {
  const auto unit = [&](uint32_t value) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", value);
  };
  out += '"';
  size_t plain = 0;  // start of the run that needs no escape
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
      ++i;
      continue;
    }
    const CodePoint point = DecodeUtf8(text, i);
    if (point.valid && byte != '"' && byte != '\\' && !MustEscape(point.value)) {
      i += point.length;
      continue;
    }
    out.append(text.substr(plain, i - plain));
    i += point.length;
    plain = i;
    if (!point.valid) {
      out += kReplacement;
    } else if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += static_cast<char>(byte);
    } else if (point.value == '\n') {
      out += "\\n";
    } else if (point.value == '\t') {
      out += "\\t";
    } else if (point.value == '\r') {
      out += "\\r";
    } else if (point.value >= 0x10000) {
      const auto offset = static_cast<uint32_t>(point.value - 0x10000);
      unit(0xD800 + (offset >> 10));
      unit(0xDC00 + (offset & 0x3FF));
    } else {
      unit(static_cast<uint32_t>(point.value));
    }
  }
  out.append(text.substr(plain));
  out += '"';
}

std::string PercentEncodePath(std::string_view path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(path.size());
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace krepis::analyzer
