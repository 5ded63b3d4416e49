#include "analyzer/frontend/javascript_scanner.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "analyzer/frontend/byte_search.h"
#include "analyzer/frontend/javascript_bytes.h"

namespace krepis::analyzer {
namespace {

template <size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Words behind which an expression begins, so that `/` begins a regular expression.
constexpr std::array<std::string_view, 17> kBeforeExpression = {
    "return", "typeof", "instanceof", "in",    "of",    "new",     "delete",  "void",     "throw",
    "case",   "do",     "else",       "yield", "await", "default", "extends", "satisfies"};
/// Of those, the ones behind which a block may stand.
constexpr std::array<std::string_view, 2> kBeforeBlock = {"do", "else"};
/// Words whose parentheses are followed by a statement.
constexpr std::array<std::string_view, 4> kBeforeCondition = {"if", "while", "for", "with"};

}  // namespace

std::string_view JavaScriptScanner::Scan(Language language, std::string_view source,
                                         AstBuilder& out) {
  begin_ = at_ = source.data();
  end_ = begin_ + source.size();
  language_ = language;
  jsx_ = language != Language::kTypeScript;
  kept_comments_ = KeptComments(language, source);
  doubt_ = {};
  before_ = {};
  closed_ = {};
  open_.clear();
  pending_call_ = 0;
  records_.clear();
  loaded_.clear();
  names_.clear();
  comments_.clear();
  comments_end_ = 0;
  require_unclear_ = require_declared_ = false;
  require_maker_ = loader_maker_ = {};
  if (source.starts_with("\xEF\xBB\xBF")) at_ += 3;
  if (std::string_view(at_, static_cast<size_t>(end_ - at_)).starts_with("#!")) {
    at_ = FindByte<'\n', '\r'>(at_, end_);
  }
  first_code_ = Offset(BehindBlanks(at_));
  if (Walk()) Emit(out);
  return doubt_;
}

bool JavaScriptScanner::Walk() {
  while (at_ != end_) {
    switch (ClassOf(*at_)) {
      case ByteClass::kBlank:
        ++at_;
        break;
      case ByteClass::kWord:
        if (!Word()) return false;
        break;
      case ByteClass::kDigit:
        do {
          ++at_;
        } while (at_ != end_ && IsWordByte(*at_));
        before_.kind = TokenKind::kOperand;
        break;
      case ByteClass::kQuote:
        if (!QuotedString()) return false;
        break;
      case ByteClass::kBacktick:
        ++at_;
        if (!TemplateText()) return false;
        break;
      case ByteClass::kSlash:
        if (!Slash()) return false;
        break;
      case ByteClass::kDot:
        DotOrSpread();
        break;
      case ByteClass::kOpenParenthesis:
        if (!OpenBracket(Bracket::kParenthesis, '(')) return false;
        break;
      case ByteClass::kOpenSquare:
        if (!OpenBracket(Bracket::kSquare, '[')) return false;
        break;
      case ByteClass::kOpenBrace:
        if (!OpenBracket(Bracket::kBrace, '{')) return false;
        break;
      case ByteClass::kCloseParenthesis:
        if (!CloseBracket(Bracket::kParenthesis)) return false;
        break;
      case ByteClass::kCloseSquare:
        if (!CloseBracket(Bracket::kSquare)) return false;
        break;
      case ByteClass::kCloseBrace:
        if (!CloseBrace()) return false;
        break;
      case ByteClass::kLess:
        if (!Less()) return false;
        break;
      case ByteClass::kBang:
        Bang();
        break;
      case ByteClass::kPlusOrMinus:
        PlusOrMinus();
        if (!doubt_.empty()) return false;
        break;
      case ByteClass::kOperator:
        before_ = {TokenKind::kOperator, *at_};
        ++at_;
        break;
      case ByteClass::kOther:
        return Doubt("a byte that is not code");
    }
  }
  return open_.empty() || Doubt("a bracket that is not closed");
}

const char* JavaScriptScanner::BehindWord(const char* at) {
  for (;;) {
    while (at != end_ && IsWordByte(*at)) ++at;
    if (at == end_ || static_cast<unsigned char>(*at) < 0x80) break;
    if (IsUnicodeBlank(at, end_)) {
      doubt_ = "a blank that is not ASCII";
      break;
    }
    ++at;
  }
  if (at != end_ && *at == '\\') doubt_ = "an escape in a name";
  return at;
}

bool JavaScriptScanner::Word() {
  const char* const start = at_;
  at_ = BehindWord(at_);
  if (!doubt_.empty()) return false;
  const auto length = static_cast<uint32_t>(at_ - start);
  if (before_.kind == TokenKind::kDot) {
    before_.kind = TokenKind::kOperand;
    return true;
  }
  const uint32_t offset = Offset(start);
  if (length == 6 && std::memcmp(start, "import", 6) == 0) return Import(offset);
  if (length == 6 && std::memcmp(start, "export", 6) == 0) return Export(offset);
  if (length == 7 && std::memcmp(start, "require", 7) == 0) return Require(offset);
  before_ = {TokenKind::kWord, 0, offset, length};
  return true;
}

bool JavaScriptScanner::AfterOperand() const {
  switch (before_.kind) {
    case TokenKind::kStart:
    case TokenKind::kOpen:
    case TokenKind::kOperator:
      return false;
    case TokenKind::kOperand:
    case TokenKind::kDot:  // `1. / 2`
      return true;
    case TokenKind::kWord:
      return !IsOneOf(Text(before_), kBeforeExpression);
    case TokenKind::kClose:
      return closed_.bracket != Bracket::kParenthesis || closed_.before.kind != TokenKind::kWord ||
             !IsOneOf(Text(closed_.before), kBeforeCondition);
    case TokenKind::kBrace:
      return IsObject(closed_.before);
  }
  return true;
}

/// Whether the brace behind `before` opens an object, not a block.
bool JavaScriptScanner::IsObject(const Token& before) const {
  switch (before.kind) {
    case TokenKind::kOpen:
      return before.mark != '{';
    case TokenKind::kOperator:
      return before.mark != ';' && before.mark != '>';
    case TokenKind::kWord:
      return IsOneOf(Text(before), kBeforeExpression) && !IsOneOf(Text(before), kBeforeBlock);
    default:
      return false;
  }
}

bool JavaScriptScanner::Slash() {
  if (at_ + 1 != end_ && (at_[1] == '/' || at_[1] == '*')) {
    at_ = BehindComment(at_);
    return doubt_.empty();
  }
  if (!AfterOperand()) return Regex();
  ++at_;
  before_ = {TokenKind::kOperator, '/'};
  return true;
}

const char* JavaScriptScanner::BehindComment(const char* at) {
  const char* behind = at + 2;
  if (at[1] == '*') {
    do {
      behind = FindByte<'/'>(behind, end_);
      if (behind == end_) {
        doubt_ = "a comment that is not closed";
        return end_;
      }
      ++behind;
    } while (behind[-2] != '*' || behind - at < 4);
  } else {
    // U+2028 and U+2029 end a line too.
    while ((behind = FindByte<'\n', '\r', '\xE2'>(behind, end_)) != end_ && *behind == '\xE2') {
      if (IsUnicodeLineEnd(behind, end_)) doubt_ = "a line end that is not ASCII";
      ++behind;
    }
  }
  if (kept_comments_.any() && Offset(at) >= comments_end_) {
    const ByteSpan span = Span(at, behind);
    if (kept_comments_.Keeps(Text(span))) comments_.push_back(span);
    comments_end_ = span.end();
  }
  return behind;
}

const char* JavaScriptScanner::BehindBlanks(const char* at) {
  while (at != end_) {
    if (ClassOf(*at) == ByteClass::kBlank) {
      ++at;
    } else if (*at == '/' && at + 1 != end_ && (at[1] == '/' || at[1] == '*')) {
      at = BehindComment(at);
    } else {
      break;
    }
  }
  return at;
}

bool JavaScriptScanner::Regex() {
  bool in_class = false;
  for (++at_; at_ != end_ && *at_ != '\n' && *at_ != '\r'; ++at_) {
    if (*at_ == '\\' && at_ + 1 != end_ && at_[1] != '\n' && at_[1] != '\r') {
      ++at_;
    } else if (*at_ == '[') {
      in_class = true;
    } else if (*at_ == ']') {
      in_class = false;
    } else if (*at_ == '/' && !in_class) {
      do {
        ++at_;
      } while (at_ != end_ && IsWordByte(*at_));
      before_.kind = TokenKind::kOperand;
      return true;
    }
  }
  return Doubt("a regular expression that is not closed");
}

bool JavaScriptScanner::QuotedString() {
  ByteSpan inside;
  const char* const behind = BehindString(at_, inside);
  if (behind == nullptr) return Doubt("a string that is not closed");
  at_ = behind;
  before_.kind = TokenKind::kOperand;
  return true;
}

const char* JavaScriptScanner::BehindString(const char* at, ByteSpan& inside) const {
  const char quote = *at;
  const char* const start = ++at;
  for (;;) {
    at = quote == '"'    ? FindByte<'"', '\\', '\n', '\r'>(at, end_)
         : quote == '\'' ? FindByte<'\'', '\\', '\n', '\r'>(at, end_)
                         : FindByte<'`', '\\', '$'>(at, end_);
    if (at == end_) return nullptr;
    if (*at == quote) break;
    if (*at == '$') {
      if (at + 1 != end_ && at[1] == '{') return nullptr;
      ++at;
      continue;
    }
    if (*at != '\\' || end_ - at < 2) return nullptr;
    at += end_ - at > 2 && at[1] == '\r' && at[2] == '\n' ? 3 : 2;
  }
  inside = Span(start, at);
  return at + 1;
}

/// On in a template, behind its backtick or behind a substitution.
bool JavaScriptScanner::TemplateText() {
  for (;;) {
    at_ = FindByte<'`', '\\', '$'>(at_, end_);
    if (end_ - at_ < 2 && (at_ == end_ || *at_ != '`'))
      return Doubt("a template that is not closed");
    if (*at_ == '`') {
      ++at_;
      before_.kind = TokenKind::kOperand;
      return true;
    }
    if (*at_ == '\\') {
      at_ += 2;
    } else if (at_[1] == '{') {
      ++at_;
      return OpenBracket(Bracket::kSubstitution, '(');
    } else {
      ++at_;
    }
  }
}

bool JavaScriptScanner::OpenBracket(Bracket bracket, char mark) {
  if (open_.size() >= kDepth) return Doubt("brackets nest too deep");
  Open& open = open_.emplace_back(Open{bracket, before_});
  if (pending_call_ != 0) {
    open.call = pending_call_;
    pending_call_ = 0;
  }
  before_ = {TokenKind::kOpen, mark};
  ++at_;
  return true;
}

bool JavaScriptScanner::CloseBracket(Bracket bracket) {
  if (open_.empty() || open_.back().bracket != bracket) return Doubt("brackets do not match");
  closed_ = open_.back();
  open_.pop_back();
  before_ = {TokenKind::kClose, *at_};
  ++at_;
  return closed_.call == 0 || EndCall(records_[closed_.call - 1]);
}

bool JavaScriptScanner::CloseBrace() {
  if (open_.empty()) return Doubt("brackets do not match");
  closed_ = open_.back();
  switch (closed_.bracket) {
    case Bracket::kBrace:
      open_.pop_back();
      before_ = {TokenKind::kBrace, '}'};
      ++at_;
      return true;
    case Bracket::kSubstitution:
      open_.pop_back();
      ++at_;
      return TemplateText();
    case Bracket::kJsxAttribute:
    case Bracket::kJsxExpression:
      open_.pop_back();
      ++at_;
      return Jsx(closed_.bracket == Bracket::kJsxAttribute ? Place::kTag : Place::kText);
    default:
      return Doubt("brackets do not match");
  }
}

bool JavaScriptScanner::Less() {
  if (std::string_view(at_, static_cast<size_t>(end_ - at_)).starts_with("<!--"))
    return Doubt("a comment of HTML");
  if (jsx_ && !AfterOperand() && !IsTypeParameters(at_ + 1)) {
    if (!OpenTag()) return false;
    return Jsx(Place::kTag);
  }
  do {
    ++at_;
  } while (at_ != end_ && *at_ == '<');
  before_ = {TokenKind::kOperator, '<'};
  return true;
}

/// `!` behind an operand that it touches is TypeScript's non-null mark, part of the operand.
void JavaScriptScanner::Bang() {
  const bool compares = at_ + 1 != end_ && at_[1] == '=';
  const bool touches = at_ != begin_ && ClassOf(at_[-1]) != ByteClass::kBlank;
  if (!compares && touches && AfterOperand()) {
    before_.kind = TokenKind::kOperand;
  } else {
    before_ = {TokenKind::kOperator, '!'};
  }
  ++at_;
}

void JavaScriptScanner::PlusOrMinus() {
  const char mark = *at_++;
  const bool doubled = at_ != end_ && *at_ == mark;
  if (!doubled) {
    before_ = {TokenKind::kOperator, mark};
    return;
  }
  ++at_;
  if (mark == '-' && at_ != end_ && *at_ == '>') doubt_ = "a comment of HTML";
  if (AfterOperand()) {
    before_.kind = TokenKind::kOperand;
  } else {
    before_ = {TokenKind::kOperator, mark};
  }
}

void JavaScriptScanner::DotOrSpread() {
  if (end_ - at_ >= 3 && at_[1] == '.' && at_[2] == '.') {
    at_ += 3;
    before_ = {TokenKind::kOperator, '.'};
  } else {
    ++at_;
    before_ = {TokenKind::kDot, '.'};
  }
}

std::unique_ptr<LexicalScanner> MakeJavaScriptScanner() {
  return std::make_unique<JavaScriptScanner>();
}

}  // namespace krepis::analyzer
