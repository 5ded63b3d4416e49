#include "analyzer/frontend/clang_header_name.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Length of the line splice at `at`, 0 when there is none.
size_t SpliceLength(std::string_view text, size_t at) {
  if (text.substr(at).starts_with("\\\n")) return 2;
  if (text.substr(at).starts_with("\\\r\n")) return 3;
  return 0;
}

/// Blanks, comments and line splices between the tokens of a directive.
size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (const size_t splice = SpliceLength(text, at); splice != 0) {
      at += splice;
    } else if (text[at] == ' ' || text[at] == '\t' || text[at] == '\f' || text[at] == '\v') {
      ++at;
    } else if (text.substr(at).starts_with("/*")) {
      const size_t end = text.find("*/", at + 2);
      at = end == std::string_view::npos ? text.size() : end + 2;
    } else {
      return at;
    }
  }
  return at;
}

size_t SkipWord(std::string_view text, size_t at) {
  while (at < text.size()) {
    if (const size_t splice = SpliceLength(text, at); splice != 0) {
      at += splice;
    } else if (IsWordCharacter(text[at])) {
      ++at;
    } else {
      return at;
    }
  }
  return at;
}

/// End of what stands from `start` to the end of the directive, without comments and blanks behind.
size_t EndOfTokens(std::string_view text, size_t start) {
  size_t end = start;
  for (size_t at = start; at < text.size() && text[at] != '\n' && text[at] != '\r';) {
    const size_t next = SkipBlanks(text, at);
    if (next != at) {
      at = next;
      continue;
    }
    if (text.substr(at).starts_with("//")) break;
    end = ++at;
  }
  return end;
}

}  // namespace

ByteSpan HeaderNameSpan(std::string_view text, uint32_t hash) {
  const ByteSpan nowhere = {hash, 0};
  const size_t from = std::min<size_t>(hash, text.size());
  size_t at = from;
  if (text.substr(at).starts_with("%:")) {
    at += 2;
  } else if (text.substr(at).starts_with("#")) {
    at += 1;
  } else {
    return nowhere;
  }
  at = SkipBlanks(text, at);
  const size_t after_keyword = SkipWord(text, at);
  if (after_keyword == at) return nowhere;
  at = SkipBlanks(text, after_keyword);
  if (at == text.size()) return nowhere;
  size_t end = std::string_view::npos;
  if (text[at] == '"' || text[at] == '<') {
    const size_t line_end = std::min(text.find('\n', at), text.size());
    const size_t close = text.find(text[at] == '"' ? '"' : '>', at + 1);
    if (close < line_end) end = close + 1;
  }
  if (end == std::string_view::npos) end = EndOfTokens(text, at);
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(end - at)};
}

}  // namespace krepis::analyzer
