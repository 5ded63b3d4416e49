#include "analyzer/frontend/cpp_directive_scanner.h"

#include <algorithm>

#include "analyzer/frontend/byte_search.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNone = std::string_view::npos;
/// Of the delimiter of a raw string, by the standard.
constexpr size_t kMaxDelimiter = 16;
constexpr std::string_view kBlanks = " \t\r\f\v";

bool IsBlank(char value) { return kBlanks.find(value) != kNone; }
bool IsDigit(char value) { return value >= '0' && value <= '9'; }
bool IsWord(char value) {
  return IsDigit(value) || (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') ||
         value == '_' || static_cast<unsigned char>(value) >= 0x80;
}

/// The word that ends before `end`.
std::string_view WordBefore(std::string_view text, size_t end) {
  size_t start = end;
  while (start > 0 && IsWord(text[start - 1])) --start;
  return text.substr(start, end - start);
}

}  // namespace

std::string_view CppDirectiveScanner::Scan(Language language, std::string_view source,
                                           AstBuilder& out) {
  text_ = source;
  at_ = source.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  kept_comments_ = KeptComments(language, source);
  doubt_ = {};
  comments_.clear();
  leading_comment_end_ = quote_end_ = at_;
  quote_separates_ = false;
  if (kept_comments_.any()) {
    // What stands before the first code is for the whole file.
    out.Leaf(NodeKind::kStatement, 0, {}, {static_cast<uint32_t>(BehindBlanks(at_)), 0});
  }
  if (Walk(out)) {
    if (language == Language::kCpp && MentionsModules()) {
      macros_.Clean(source);
      for (const cpp::ModuleStatement& module : macros_.modules())
        out.Leaf(NodeKind::kImport, module.flags, module.name, module.span);
    }
    for (const ByteSpan comment : comments_) out.Leaf(NodeKind::kComment, 0, {}, comment);
  }
  return doubt_;
}

bool CppDirectiveScanner::Walk(AstBuilder& out) {
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  for (;;) {
    at_ = static_cast<size_t>(FindByte<'#', '"', '\'', '/'>(begin + at_, end) - begin);
    if (at_ == text_.size()) return true;
    bool known = true;
    switch (text_[at_]) {
      case '#':
        known = Directive(out);
        break;
      case '"':
        known = String();
        break;
      case '\'':
        Character();
        break;
      default:
        known = Comment();
        break;
    }
    if (!known) return false;
  }
}

bool CppDirectiveScanner::StartsLine(size_t at) const {
  while (at > leading_comment_end_ && IsBlank(text_[at - 1])) --at;
  return at == leading_comment_end_ || text_[at - 1] == '\n';
}

size_t CppDirectiveScanner::BehindComment(size_t at) const {
  if (text_[at + 1] == '*') {
    const size_t close = text_.find("*/", at + 2);
    return close == kNone ? text_.size() : close + 2;
  }
  for (;;) {
    at = std::min(text_.find('\n', at), text_.size());
    if (at == text_.size()) return at;
    // A backslash in front of the line's end goes on with the comment.
    const size_t last = text_.find_last_not_of(kBlanks, at - 1);
    if (text_[last] != '\\') return at;
    ++at;
  }
}

size_t CppDirectiveScanner::BehindBlanks(size_t at) const {
  while (at < text_.size()) {
    if (IsBlank(text_[at]) || text_[at] == '\n') {
      ++at;
    } else if (text_.substr(at, 2) == "//" || text_.substr(at, 2) == "/*") {
      at = BehindComment(at);
    } else {
      break;
    }
  }
  return at;
}

bool CppDirectiveScanner::Comment() {
  const size_t start = at_++;
  if (at_ == text_.size() || (text_[at_] != '/' && text_[at_] != '*')) return true;
  const bool leads = StartsLine(start);
  at_ = BehindComment(start);
  const std::string_view comment = text_.substr(start, at_ - start);
  if (comment[1] == '*') {
    if (comment.size() < 4 || !comment.ends_with("*/"))
      return Doubt("a comment that is not closed");
    if (leads) leading_comment_end_ = at_;
  }
  if (kept_comments_.Keeps(comment)) {
    comments_.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(comment.size())});
  }
  return true;
}

size_t CppDirectiveScanner::BehindQuoted(size_t at, char quote) const {
  for (++at; at < text_.size(); ++at) {
    if (text_[at] == quote) return at + 1;
    if (text_[at] == '\n') return at;
    if (text_[at] != '\\') continue;
    ++at;
    if (text_.substr(at, 2) == "\r\n") ++at;
  }
  return text_.size();
}

bool CppDirectiveScanner::String() {
  const std::string_view prefix = WordBefore(text_, at_);
  if (prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R") {
    return RawString();
  }
  at_ = BehindQuoted(at_, '"');
  return true;
}

bool CppDirectiveScanner::RawString() {
  const size_t open = text_.substr(at_, kMaxDelimiter + 2).find('(');
  if (open == kNone) return Doubt("a raw string without a bracket");
  std::string close = ")";
  close.append(text_.substr(at_ + 1, open - 1)).append("\"");
  const size_t end = text_.find(close, at_ + open);
  if (end == kNone) return Doubt("a raw string that is not closed");
  at_ = end + close.size();
  return true;
}

void CppDirectiveScanner::Character() {
  size_t start = at_;
  while (start > quote_end_ && IsWord(text_[start - 1])) --start;
  const bool of_number =
      start == quote_end_ ? quote_separates_ : start < at_ && IsDigit(text_[start]);
  quote_separates_ = of_number && start < at_;  // 1'000
  at_ = quote_separates_ ? at_ + 1 : BehindQuoted(at_, '\'');
  quote_end_ = at_;
}

bool CppDirectiveScanner::Directive(AstBuilder& out) {
  const size_t hash = at_++;
  if (!StartsLine(hash)) return true;
  const size_t line = text_.find_last_not_of(kBlanks, hash == 0 ? 0 : hash - 1);
  if (hash != 0 && line != kNone && line > 0 && text_[line] == '\n') {
    size_t before = line - 1;
    if (text_[before] == '\r' && before > 0) --before;
    if (text_[before] == '\\') return true;  // the line goes on, it does not begin here
  }
  size_t word = hash + 1;
  while (word < text_.size() && (text_[word] == ' ' || text_[word] == '\t')) ++word;
  size_t end = word;
  while (end < text_.size() && IsWord(text_[end])) ++end;
  const std::string_view name = text_.substr(word, end - word);
  if (name.empty() && end < text_.size() && (text_[end] == '\\' || text_[end] == '/')) {
    return Doubt("a directive whose name is not beside its #");
  }
  at_ = end;
  if (name != "include" && name != "include_next" && name != "import") return true;
  return Include(hash, end, out);
}

bool CppDirectiveScanner::Include(size_t hash, size_t at, AstBuilder& out) {
  while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
  const size_t line_end = std::min(text_.find('\n', at), text_.size());
  if (at == line_end || text_[at] == '\r') return Doubt("an #include of nothing");
  const bool system = text_[at] == '<';
  if (!system && text_[at] != '"') {
    return Doubt("an #include whose path is computed");
  }
  const size_t close = text_.find(system ? '>' : '"', at + 1);
  if (close >= line_end) return Doubt("an #include whose path has no end");
  if (close == at + 1) return Doubt("an #include of nothing");
  out.Leaf(NodeKind::kImport, kInclude | (system ? kSystem : 0u),
           text_.substr(at + 1, close - at - 1),
           {static_cast<uint32_t>(hash), static_cast<uint32_t>(close + 1 - hash)});
  at_ = close + 1;
  return true;
}

/// `import a.b;`, `import <vector>;`, `export module a;` at the start of a line: statements that
/// only modules have. Their words are names like any other elsewhere.
bool CppDirectiveScanner::MentionsModules() const {
  for (const std::string_view word : {"import", "module"}) {
    for (size_t at = text_.find(word); at != kNone; at = text_.find(word, at + 1)) {
      size_t before = BeforeBlanks(at);
      if (before < at && text_.substr(0, before).ends_with("export")) {
        before = BeforeBlanks(before - 6);
      }
      if (before != 0 && text_[before - 1] != '\n') continue;
      const size_t behind = at + word.size();
      const size_t next = text_.find_first_not_of(kBlanks, behind);
      if (next == kNone) continue;
      const char first = text_[next];
      if (first == '<' || first == '"' || first == ':' || first == ';' ||
          (next > behind && IsWord(first))) {
        return true;
      }
    }
  }
  return false;
}

size_t CppDirectiveScanner::BeforeBlanks(size_t at) const {
  while (at > 0 && IsBlank(text_[at - 1])) --at;
  return at;
}

std::unique_ptr<LexicalScanner> MakeCppScanner() { return std::make_unique<CppDirectiveScanner>(); }

}  // namespace krepis::analyzer
