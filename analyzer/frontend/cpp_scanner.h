#pragma once

#include <cstdint>
#include <string_view>

namespace krepis::analyzer::cpp {

struct Token {
  enum class Kind : uint8_t {
    kEnd,
    kWord,       // identifier or keyword
    kMacro,      // an identifier spelled like a macro: LIKE_THIS
    kGroup,      // (…) or […] with all that is in it
    kPunct,      // one character of anything else; literals too
    kDirective,  // a preprocessor line
  };

  Kind kind = Kind::kEnd;
  bool starts_line = false;  // first on its line
  uint32_t start = 0;
  uint32_t end = 0;
};

/// Reads C++ text as tokens, without a grammar: comments are passed over, brackets come as one
/// token, braces as punctuation. Never fails; text that ends in the middle of something ends there.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Token Next();
  std::string_view TextOf(const Token& token) const {
    return text_.substr(token.start, token.end - token.start);
  }

 private:
  /// Behind blanks and comments from `at`; `newline` is set when a line ended there.
  size_t SkipBlanks(size_t at, bool* newline) const;
  size_t SkipLine(size_t at) const;
  size_t SkipString(size_t quote, size_t word) const;
  size_t SkipCharacter(size_t quote) const;
  size_t SkipGroup(size_t open) const;

  std::string_view text_;
  size_t at_ = 0;
  bool line_start_ = true;
};

}  // namespace krepis::analyzer::cpp
