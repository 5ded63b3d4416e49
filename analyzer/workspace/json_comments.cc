#include "analyzer/workspace/json_comments.h"

#include <cstddef>

namespace krepis::analyzer {
namespace {

/// Blanks `text` from `at` to `end`, line ends excepted.
void Blank(std::string& text, size_t at, size_t end) {
  for (; at < end; ++at) {
    if (text[at] != '\n' && text[at] != '\r') text[at] = ' ';
  }
}

/// The offset behind the string literal that starts at `at`.
size_t SkipString(std::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

}  // namespace

std::string BlankJsonComments(std::string_view text) {
  std::string plain(text);
  constexpr size_t kNone = std::string::npos;
  size_t comma = kNone;  // not yet followed by a value or an end
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      comma = kNone;
      i = SkipString(text, i);
    } else if (c == '/' && text.substr(i, 2) == "//") {
      const size_t end = text.find_first_of("\r\n", i);
      Blank(plain, i, end == kNone ? text.size() : end);
      i = end == kNone ? text.size() : end;
    } else if (c == '/' && text.substr(i, 2) == "/*") {
      const size_t close = text.find("*/", i + 2);
      const size_t end = close == kNone ? text.size() : close + 2;
      Blank(plain, i, end);
      i = end;
    } else {
      if (c == ',') {
        comma = i;
      } else if (c == '}' || c == ']') {
        if (comma != kNone) plain[comma] = ' ';
        comma = kNone;
      } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        comma = kNone;
      }
      ++i;
    }
  }
  return plain;
}

}  // namespace krepis::analyzer
