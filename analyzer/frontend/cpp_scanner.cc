#include "analyzer/frontend/cpp_scanner.h"

#include <algorithm>

namespace krepis::analyzer::cpp {
namespace {

constexpr auto kNone = std::string_view::npos;
/// Of the delimiter of a raw string, by the standard.
constexpr size_t kMaxDelimiter = 16;

bool IsDigit(char value) { return value >= '0' && value <= '9'; }
bool IsUpper(char value) { return value >= 'A' && value <= 'Z'; }
bool IsWordStart(char value) {
  return IsUpper(value) || (value >= 'a' && value <= 'z') || value == '_' ||
         static_cast<unsigned char>(value) >= 0x80;
}
bool IsWord(char value) { return IsWordStart(value) || IsDigit(value); }

bool LooksLikeMacro(std::string_view word) {
  return word.size() > 1 && IsUpper(word[0]) && std::all_of(word.begin(), word.end(), [](char c) {
           return IsUpper(c) || IsDigit(c) || c == '_';
         });
}

}  // namespace

size_t Scanner::SkipBlanks(size_t at, bool* newline) const {
  while (at < text_.size()) {
    const char value = text_[at];
    if (value == '\n') {
      *newline = true;
      ++at;
    } else if (value == ' ' || value == '\t' || value == '\r' || value == '\f' || value == '\v') {
      ++at;
    } else if (value == '\\' && at + 1 < text_.size() &&
               (text_[at + 1] == '\n' || text_[at + 1] == '\r')) {
      at += 2;
    } else if (text_.substr(at, 2) == "//") {
      at = std::min(text_.find('\n', at), text_.size());
    } else if (text_.substr(at, 2) == "/*") {
      const size_t close = text_.find("*/", at + 2);
      const size_t end = close == kNone ? text_.size() : close + 2;
      if (text_.substr(at, end - at).find('\n') != kNone) *newline = true;
      at = end;
    } else {
      break;
    }
  }
  return at;
}

size_t Scanner::SkipLine(size_t at) const {
  while (at < text_.size() && text_[at] != '\n') {
    if (text_.substr(at, 2) == "/*") {
      const size_t close = text_.find("*/", at + 2);
      at = close == kNone ? text_.size() : close + 2;
    } else if (text_[at] == '\\' && at + 1 < text_.size()) {
      at += text_.substr(at + 1, 2) == "\r\n" ? 3 : 2;
    } else {
      ++at;
    }
  }
  return std::min(at, text_.size());
}

size_t Scanner::SkipString(size_t quote, size_t word) const {
  const bool raw = quote > word && text_[quote - 1] == 'R';
  if (raw) {
    size_t open = text_.substr(quote, kMaxDelimiter + 2).find('(');
    if (open != kNone) {
      open += quote;
      // The delimiter stands between the quote and the bracket, and again before the last quote.
      const std::string_view delimiter = text_.substr(quote + 1, open - quote - 1);
      for (size_t close = text_.find(')', open); close != kNone;
           close = text_.find(')', close + 1)) {
        const size_t end = close + 1 + delimiter.size();
        if (text_.substr(close + 1, delimiter.size()) == delimiter && end < text_.size() &&
            text_[end] == '"') {
          return end + 1;
        }
      }
      return text_.size();
    }
  }
  size_t at = quote + 1;
  while (at < text_.size() && text_[at] != '"' && text_[at] != '\n')
    at += text_[at] == '\\' ? 2 : 1;
  return std::min(at + 1, text_.size());
}

size_t Scanner::SkipCharacter(size_t quote) const {
  size_t at = quote + 1;
  while (at < text_.size() && text_[at] != '\'' && text_[at] != '\n') {
    at += text_[at] == '\\' ? 2 : 1;
  }
  return std::min(at + 1, text_.size());
}

/// Behind the bracket that closes the one at `open`. A brace inside of a group is no group: lambdas
/// close before it does.
size_t Scanner::SkipGroup(size_t open) const {
  size_t depth = 0;
  size_t at = open;
  while (at < text_.size()) {
    bool newline = false;
    at = SkipBlanks(at, &newline);
    if (at >= text_.size()) break;
    const char value = text_[at];
    if (value == '(' || value == '[' || value == '{') {
      ++depth;
      ++at;
    } else if (value == ')' || value == ']' || value == '}') {
      ++at;
      if (--depth == 0) return at;
    } else if (value == '"') {
      at = SkipString(at, at);
    } else if (value == '\'') {
      at = SkipCharacter(at);
    } else if (newline && value == '#') {
      at = SkipLine(at);
    } else if (IsWord(value)) {
      const size_t word = at;
      while (at < text_.size() && (IsWord(text_[at]) || (IsDigit(value) && text_[at] == '\''))) {
        ++at;
      }
      if (at < text_.size() && text_[at] == '"') at = SkipString(at, word);
    } else {
      ++at;
    }
  }
  return text_.size();
}

Token Scanner::Next() {
  bool newline = line_start_;
  at_ = SkipBlanks(at_, &newline);
  line_start_ = false;
  Token token;
  token.starts_line = newline;
  token.start = static_cast<uint32_t>(at_);
  if (at_ >= text_.size()) {
    token.end = token.start;
    return token;
  }
  const char value = text_[at_];
  if (value == '#' && newline) {
    token.kind = Token::Kind::kDirective;
    at_ = SkipLine(at_);
  } else if (IsWordStart(value)) {
    while (at_ < text_.size() && IsWord(text_[at_])) ++at_;
    const std::string_view word = text_.substr(token.start, at_ - token.start);
    token.kind = LooksLikeMacro(word) ? Token::Kind::kMacro : Token::Kind::kWord;
    if (at_ < text_.size() && text_[at_] == '"' && word.size() <= 3) {
      token.kind = Token::Kind::kPunct;
      at_ = SkipString(at_, token.start);
    }
  } else if (value == '(' || value == '[') {
    token.kind = Token::Kind::kGroup;
    at_ = SkipGroup(at_);
  } else {
    token.kind = Token::Kind::kPunct;
    if (value == '"') {
      at_ = SkipString(at_, at_);
    } else if (value == '\'') {
      at_ = SkipCharacter(at_);
    } else if (IsDigit(value)) {
      while (at_ < text_.size() && (IsWord(text_[at_]) || text_[at_] == '\'')) ++at_;
    } else {
      ++at_;
    }
  }
  token.end = static_cast<uint32_t>(at_);
  return token;
}

}  // namespace krepis::analyzer::cpp
