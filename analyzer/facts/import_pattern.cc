#include "analyzer/facts/import_pattern.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr size_t kPatternBytes = 1000;

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// Reads the operands of one argument, from left to right.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  std::string Read() {
    const bool url = text_.starts_with("new URL");
    glob_ = text_.starts_with("import.meta.glob");
    at_ = text_.find('(');
    if (at_ == std::string_view::npos) return {};
    ++at_;
    do {
      if (!Operand() || pattern_.size() > kPatternBytes) return {};
      SkipBlanks();
    } while (Take('+'));
    if (Peek() != ')' && Peek() != ',') return {};
    const size_t unknown = pattern_.find('*');
    const std::string_view literal = std::string_view(pattern_).substr(0, unknown);
    // What begins so is no package: an alias.
    const bool alias = literal.find('/') != std::string_view::npos &&
                       std::string_view("@~#$").find(literal.front()) != std::string_view::npos;
    const bool relative = alias || literal.starts_with("./") || literal.starts_with("../");
    const bool open = unknown != std::string::npos || url || glob_;
    return relative && open ? pattern_ : std::string();
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }

  void SkipBlanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++at_;
      } else if (text_.substr(at_, 2) == "/*") {
        const size_t close = text_.find("*/", at_ + 2);
        at_ = close == std::string_view::npos ? text_.size() : close + 2;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        return;
      }
    }
  }

  void Unknown() {
    if (!pattern_.ends_with('*')) pattern_ += '*';
  }

  bool Operand() {
    SkipBlanks();
    const char c = Peek();
    if (c == '"' || c == '\'') return String(c);
    if (c == '`') return Template();
    // The first operand decides whether `+` joins texts.
    if (pattern_.empty()) return false;
    return Value();
  }

  /// A literal without escapes.
  bool String(char quote) {
    const size_t close = text_.find(quote, at_ + 1);
    if (close == std::string_view::npos) return false;
    const std::string_view value = text_.substr(at_ + 1, close - at_ - 1);
    if (value.find_first_of(glob_ ? "\\{\n" : "\\*{\n") != std::string_view::npos) return false;
    pattern_ += value;
    at_ = close + 1;
    return true;
  }

  bool Template() {
    for (++at_; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '`') {
        ++at_;
        return true;
      }
      if (c == '\\' || c == '*' || c == '{' || c == '\n') return false;
      if (text_.substr(at_, 2) == "${") {
        ++at_;
        if (!Brackets()) return false;
        Unknown();
      } else {
        pattern_ += c;
        ++at_;
      }
    }
    return false;
  }

  /// A name with what is taken of it and called on it.
  bool Value() {
    const size_t start = at_;
    for (;;) {
      SkipBlanks();
      const char c = Peek();
      if (c == '(' || c == '[') {
        if (!Brackets()) return false;
      } else if (c == '.' || text_.substr(at_, 2) == "?.") {
        ++at_;
      } else if (IsWord(c)) {
        const size_t word = at_;
        while (IsWord(Peek())) ++at_;
        // Two words in a row: an operator that is one, as in `a in b`.
        const size_t before = text_.find_last_not_of(" \t\r\n", word - 1);
        if (word != start && before != std::string_view::npos && text_[before] != '.') return false;
      } else {
        break;
      }
    }
    if (at_ == start) return false;
    Unknown();
    return true;
  }

  /// Behind the bracket that closes the one at hand; false where what stands between is not plain.
  bool Brackets() {
    size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '(' || c == '[' || c == '{') {
        ++depth;
      } else if (c == ')' || c == ']' || c == '}') {
        if (--depth == 0) {
          ++at_;
          return true;
        }
      } else if (c == '"' || c == '\'') {
        const size_t close = text_.find(c, at_ + 1);
        if (close == std::string_view::npos) return false;
        if (text_.substr(at_, close - at_).find('\\') != std::string_view::npos) return false;
        at_ = close;
      } else if (c == '`' || c == '/' || c == '\\') {
        return false;  // what may hold brackets of its own
      }
      ++at_;
    }
    return false;
  }

  const std::string_view text_;
  size_t at_ = 0;
  std::string pattern_;
  bool glob_ = false;  // the literal is a pattern itself
};

}  // namespace

std::string ImportPattern(std::string_view call) { return PatternReader(call).Read(); }

}  // namespace krepis::analyzer
