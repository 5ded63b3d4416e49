#include <algorithm>
#include <array>

#include "analyzer/facts/imports.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kNone = std::string_view::npos;

/// Tags behind which a type stands, in braces, before or behind a name
/// (https://www.typescriptlang.org/docs/handbook/jsdoc-supported-types.html).
constexpr std::array<std::string_view, 19> kTypedTags = {
    "type", "param",    "arg",       "argument",  "returns", "return",   "typedef",
    "prop", "property", "template",  "this",      "extends", "augments", "implements",
    "enum", "throws",   "exception", "satisfies", "yields"};

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

/// The imports of one comment of JSDoc.
class JsDocComment {
 public:
  JsDocComment(std::string_view text, uint32_t start, FileFacts& facts)
      : text_(text), start_(start), facts_(facts) {}

  void Read() {
    bool line_start = true;
    for (at_ = 3; at_ < text_.size();) {
      const char c = text_[at_];
      if (c == '@' && line_start) {
        ReadTag();
        line_start = false;
        continue;
      }
      line_start = c == '\n' || (line_start && (c == ' ' || c == '\t' || c == '\r' || c == '*'));
      ++at_;
    }
  }

 private:
  void ReadTag() {
    const size_t name = at_ + 1;
    at_ = BehindWord(name);
    const std::string_view tag = text_.substr(name, at_ - name);
    if (tag == "import") {
      const size_t end = std::min(text_.find("\n", at_), text_.size());
      at_ = std::min(text_.find_first_of("'\"", at_), text_.size());
      // The names may take several lines, in braces.
      const size_t brace = text_.find('{', name);
      if (at_ > end && (brace > end || text_.find('}', brace) > at_)) {
        at_ = end;
        return;
      }
      ReadString();
    } else if (std::find(kTypedTags.begin(), kTypedTags.end(), tag) != kTypedTags.end()) {
      SkipBlanks();
      if (at_ < text_.size() && text_[at_] != '{') {
        const size_t behind_name = text_.find_first_of(" \t\r\n", at_);
        if (behind_name == kNone) return;
        const size_t type = text_.find_first_not_of(" \t", behind_name);
        if (type == kNone || text_[type] != '{') return;
        at_ = type;
      }
      ReadType();
    }
  }

  /// From a `{` to the `}` that closes it.
  void ReadType() {
    size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\'' || c == '"' || c == '`') {
        const size_t close = text_.find(c, at_ + 1);
        at_ = close == kNone ? text_.size() : close + 1;
      } else if (IsWord(c)) {
        const size_t word = at_;
        at_ = BehindWord(at_);
        if (text_.substr(word, at_ - word) != "import") continue;
        SkipBlanks();
        if (at_ == text_.size() || text_[at_] != '(') continue;
        ++at_;
        SkipBlanks();
        ReadString();
      } else {
        ++at_;
        if (c == '{') ++depth;
        if (c == '}' && --depth == 0) return;
      }
    }
  }

  /// Adds what stands between the quotes, if any do.
  void ReadString() {
    if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return;
    const size_t open = at_ + 1;
    const size_t close = text_.find(text_[at_], open);
    if (close == kNone || close == open) return;
    at_ = close + 1;
    const std::string_view specifier = text_.substr(open, close - open);
    if (specifier.find('\n') != kNone) return;
    ImportFact fact;
    fact.kind = EdgeKind::kType;
    fact.specifier = specifier;
    fact.location.span = {start_ + static_cast<uint32_t>(open),
                          static_cast<uint32_t>(specifier.size())};
    fact.statement.span = fact.location.span;
    facts_.imports.push_back(std::move(fact));
  }

  size_t BehindWord(size_t at) const {
    while (at < text_.size() && IsWord(text_[at])) ++at;
    return at;
  }

  /// Blanks, line ends, and the stars that begin lines.
  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n*", at_), text_.size()); }

  std::string_view text_;
  uint32_t start_;
  FileFacts& facts_;
  size_t at_ = 0;
};

}  // namespace

void ExtractJsDocImports(std::string_view source, ByteSpan comment, FileFacts& facts) {
  std::string_view text = source.substr(std::min<size_t>(comment.start, source.size()));
  text = text.substr(0, comment.length);
  if (text.starts_with("/**")) JsDocComment(text, comment.start, facts).Read();
}

}  // namespace krepis::analyzer
