#include "analyzer/config/toml_statements.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kMostUnclosedStrings = 50;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool IsBareKeyByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<TomlStatement> Run() {
    while (at_ < text_.size()) {
      SkipBlanks();
      if (at_ == text_.size()) break;
      if (text_[at_] == '\n') {
        ++at_;
        continue;
      }
      TakeStatement();
    }
    return std::move(statements_);
  }

 private:
  struct Open {
    char bracket = '\0';
    uint32_t offset = 0;
  };

  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }
  size_t LineEnd(size_t from) const { return std::min(text_.find('\n', from), text_.size()); }

  void Fail(size_t begin, size_t end, std::string message) {
    if (!statement_.error.empty()) return;  // the first fault explains the others
    statement_.error = std::move(message);
    statement_.error_begin = static_cast<uint32_t>(begin);
    statement_.error_end = static_cast<uint32_t>(end);
  }

  void TakeStatement() {
    statement_ = TomlStatement();
    statement_.begin = static_cast<uint32_t>(at_);
    opens_ = 0;
    depth_ = 0;
    dots_ = 0;
    if (text_[at_] == '#') {
      statement_.kind = TomlStatement::Kind::kComment;
      at_ = LineEnd(at_);
    } else if (text_[at_] == '[') {
      statement_.kind = TomlStatement::Kind::kHeader;
      TakeHeader();
    } else {
      TakeKeyValue();
    }
    CheckUtf8(statement_.begin, at_);
    statement_.end = static_cast<uint32_t>(at_);
    statements_.push_back(std::move(statement_));
  }

  void TakeHeader() {
    const size_t end = LineEnd(at_);
    // toml++ 3.3 takes for granted that a key starts here.
    size_t name = at_ + (text_.substr(at_, 2) == "[[" ? 2 : 1);
    while (name < end && (text_[name] == ' ' || text_[name] == '\t')) ++name;
    const char first = name < end ? text_[name] : '\n';
    if (!IsBareKeyByte(first) && first != '"' && first != '\'' && first != ']') {
      Fail(name, name + 1, "a table's name is missing here");
    }
    while (at_ < end) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = end;
      } else if (c == '"' || c == '\'') {
        TakeLineString(c);
      } else {
        CountDot(c);
        ++at_;
      }
    }
  }

  void TakeKeyValue() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        if (EndsAtNewline()) return;
        ++at_;
        continue;
      }
      if (c == '#') {
        at_ = LineEnd(at_);
        continue;
      }
      if (c == '"' || c == '\'') {
        if (text_.substr(at_, 3) == std::string_view(c == '"' ? "\"\"\"" : "'''")) {
          if (!TakeMultiLineString(c)) return;
        } else {
          TakeLineString(c);
        }
        continue;
      }
      if (c == '[' || c == '{') {
        Push(c);
      } else if (c == ']' || c == '}') {
        Pop(c);
      }
      CountDot(c);
      ++at_;
    }
    if (depth_ > 0) FailUnclosed();
  }

  /// At a newline: whether the statement is over. Arrays go on over lines, inline tables do not.
  bool EndsAtNewline() {
    if (depth_ == 0) return true;
    if (InInlineTable()) {
      Fail(opens_stack_[opens_ - 1].offset, opens_stack_[opens_ - 1].offset + 1,
           "an inline table { … } stands on one line; use a [table] for a longer one");
    }
    if (!StartsStatement(at_ + 1)) return false;
    FailUnclosed();
    return true;
  }

  bool InInlineTable() const { return opens_ > 0 && opens_stack_[opens_ - 1].bracket == '{'; }

  void FailUnclosed() {
    const Open& open = opens_stack_[opens_ > 0 ? opens_ - 1 : 0];
    Fail(open.offset, open.offset + 1,
         open.bracket == '[' ? "this [ is never closed" : "this { is never closed");
  }

  void Push(char bracket) {
    ++depth_;
    if (opens_ < opens_stack_.size()) {
      opens_stack_[opens_++] = {bracket, static_cast<uint32_t>(at_)};
    } else {
      Fail(at_, at_ + 1,
           "nested too deeply: at most " + std::to_string(kMaxTomlNesting) + " levels");
    }
  }

  void Pop(char bracket) {
    if (depth_ == 0) return;  // toml++ says what it expects instead
    --depth_;
    if (depth_ >= opens_stack_.size()) return;
    --opens_;
    const Open& open = opens_stack_[opens_];
    if ((open.bracket == '[') != (bracket == ']')) {
      Fail(at_, at_ + 1,
           open.bracket == '[' ? "an array ends with ], not with }"
                               : "an inline table ends with }, not with ]");
    }
  }

  /// Counts the parts of a dotted key; what separates keys starts anew.
  void CountDot(char c) {
    if (c == '.') {
      if (++dots_ == kMaxTomlNesting) {
        Fail(at_, at_ + 1, "a key with too many parts: at most " + std::to_string(kMaxTomlNesting));
      }
    } else if (c == '=' || c == ',' || c == '{') {
      dots_ = 0;
    }
  }

  void TakeLineString(char quote) {
    const size_t start = at_++;
    while (at_ < text_.size() && text_[at_] != '\n') {
      const char c = text_[at_++];
      if (c == quote) return;
      if (c == '\\' && quote == '"' && at_ < text_.size() && text_[at_] != '\n') ++at_;
    }
    Fail(start, start + 1, "this string is not closed on its line");
  }

  /// False: it never ends, and the statement is over with the lines that nothing else can claim.
  bool TakeMultiLineString(char quote) {
    const size_t start = at_;
    at_ += 3;
    size_t run = 0;
    // Each search for the end may go through the whole text, so their number is bounded.
    while (at_ < text_.size() && unclosed_strings_ < kMostUnclosedStrings) {
      const char c = text_[at_++];
      if (c == quote) {
        // Up to two quotes may stand right before the closing three.
        if (++run >= 3 && (at_ == text_.size() || text_[at_] != quote || run == 5)) return true;
        continue;
      }
      run = 0;
      if (c == '\\' && quote == '"' && at_ < text_.size()) ++at_;
    }
    ++unclosed_strings_;
    Fail(start, start + 3, "this string is never closed");
    at_ = LineEnd(start);
    while (at_ < text_.size() && !StartsStatement(at_ + 1)) at_ = LineEnd(at_ + 1);
    return false;
  }

  /// Whether the line at `from` can be no part of an array or inline table that is still open: a
  /// `[header]` or, in arrays, a `key =`.
  bool StartsStatement(size_t from) const {
    const size_t end = LineEnd(from);
    while (from < end && IsBlank(text_[from])) ++from;
    if (from >= end) return false;
    if (text_[from] == '[') return IsHeaderLine(text_.substr(from, end - from));
    if (InInlineTable()) return false;
    size_t at = from;
    while (at < end && (IsBareKeyByte(text_[at]) || text_[at] == '.')) ++at;
    if (at == from) return false;
    while (at < end && IsBlank(text_[at])) ++at;
    return at < end && text_[at] == '=';
  }

  /// `[name]` or `[[name]]` and no more, where the name is no word that is a value.
  static bool IsHeaderLine(std::string_view line) {
    const bool twice = line.starts_with("[[");
    line.remove_prefix(twice ? 2 : 1);
    size_t at = 0;
    bool letter = false;
    while (at < line.size() && (IsBareKeyByte(line[at]) || line[at] == '.' || line[at] == ' ' ||
                                line[at] == '"' || line[at] == '/' || line[at] == ':')) {
      letter =
          letter || (line[at] >= 'A' && line[at] <= 'Z') || (line[at] >= 'a' && line[at] <= 'z');
      ++at;
    }
    const std::string_view name = line.substr(0, at);
    if (!letter || name.front() == '"') return false;
    for (const std::string_view value : {"true", "false", "inf", "nan"}) {
      if (name == value) return false;
    }
    const std::string_view close = twice ? "]]" : "]";
    if (line.substr(at, close.size()) != close) return false;
    line.remove_prefix(at + close.size());
    while (!line.empty() && IsBlank(line.front())) line.remove_prefix(1);
    return line.empty() || line.front() == '#';
  }

  void CheckUtf8(size_t begin, size_t end) {
    for (size_t i = begin; i < end;) {
      if (static_cast<unsigned char>(text_[i]) < 0x80) {
        ++i;
        continue;
      }
      const CodePoint point = DecodeUtf8(text_, i);
      if (!point.valid) {
        Fail(i, i + point.length, "this is no UTF-8");
        return;
      }
      i += point.length;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  TomlStatement statement_;
  std::array<Open, kMaxTomlNesting> opens_stack_{};
  size_t opens_ = 0;  // used entries of opens_stack_
  size_t depth_ = 0;  // open brackets, those beyond the stack too
  uint32_t dots_ = 0;
  uint32_t unclosed_strings_ = 0;
  std::vector<TomlStatement> statements_;
};

}  // namespace

std::vector<TomlStatement> SplitToml(std::string_view text) { return Splitter(text).Run(); }

}  // namespace krepis::analyzer
