#include <algorithm>
#include <array>

#include "analyzer/frontend/javascript_bytes.h"
#include "analyzer/frontend/javascript_scanner.h"

namespace krepis::analyzer {
namespace {

template <size_t N>
bool IsOneOf(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 10> kMethodModifiers = {
    "async",   "get",      "set",       "static",   "public",
    "private", "readonly", "protected", "override", "abstract"};
/// Words behind which a type stands.
constexpr std::array<std::string_view, 7> kBeforeType = {"typeof",    "keyof", "implements", "as",
                                                         "satisfies", "is",    "infer"};
/// Words behind which a value stands.
constexpr std::array<std::string_view, 10> kBeforeValue = {
    "await", "return", "yield", "void", "new", "throw", "case", "default", "of", "in"};
constexpr std::array<std::string_view, 3> kOfPromise = {"then", "catch", "finally"};

}  // namespace

/// Behind the word import or require, with its parenthesis: notes the call, which ends with that.
bool JavaScriptScanner::BeginCall(RecordKind kind, uint32_t start, const char* parenthesis) {
  Record record;
  record.kind = kind;
  record.span.start = start;
  record.before = before_;
  record.literal = false;
  before_ = {TokenKind::kWord, 0, start, Offset(at_) - start};
  const char* const argument = BehindBlanks(parenthesis + 1);
  if (argument == end_) return Doubt("a call that is not closed");
  const ByteClass begins = ClassOf(*argument);
  if (*argument == ')' && kind == RecordKind::kRequire) return doubt_.empty();
  if (begins == ByteClass::kQuote || begins == ByteClass::kBacktick) {
    if (const char* const behind = BehindString(argument, record.specifier)) {
      const char* const next = BehindBlanks(behind);
      if (next == end_) return Doubt("a call that is not closed");
      record.literal = *next == ',' || *next == ')';
      if (ClassOf(*next) == ByteClass::kWord || *next == '!')
        return Doubt("a specifier with a type");
    } else if (begins == ByteClass::kQuote) {
      return Doubt("a string that is not closed");
    }
  } else if (begins == ByteClass::kOpenParenthesis || begins == ByteClass::kLess) {
    return Doubt("a specifier in parentheses");
  } else if (begins == ByteClass::kWord) {
    const char* const next = BehindBlanks(BehindWord(argument));
    const bool optional = end_ - next > 1 && *next == '?' && next[1] == ':';
    if (optional || (next != end_ && *next == ':')) return doubt_.empty();  // a method of that name
  }
  records_.push_back(record);
  pending_call_ = static_cast<uint32_t>(records_.size());
  return doubt_.empty();
}

/// Whether what follows `before` may be the name of a method.
bool JavaScriptScanner::IsMethodName(const Token& before) const {
  switch (before.kind) {
    case TokenKind::kStart:
    case TokenKind::kBrace:
      return true;
    case TokenKind::kOpen:
      return before.mark == '{';
    case TokenKind::kOperator:
      return before.mark == ',' || before.mark == ';' || before.mark == '*';
    case TokenKind::kWord:
      return IsOneOf(Text(before), kMethodModifiers);
    default:
      return false;
  }
}

/// Behind the parenthesis that ends the call.
bool JavaScriptScanner::EndCall(Record& record) {
  record.span.length = Offset(at_) - record.span.start;
  const char* const next = BehindBlanks(at_);
  if (!doubt_.empty()) return false;
  const bool method = next != end_ && !record.literal && (*next == '{' || *next == ':');
  if (method && IsMethodName(record.before)) {
    if (*next == ':') return Doubt("a call or a method");
    record.kind = RecordKind::kDropped;
    return true;
  }
  if (next != end_ && *next == '{' && !record.literal) return Doubt("a call or a method");
  return record.kind != RecordKind::kDynamic || EndDynamicImport(record, next);
}

/// Tells an import() from the type import("x").T, before `next`. Nobody takes a member of a promise
/// but its own, and a module is no type, so what has another member is a type and what has none is
/// not.
bool JavaScriptScanner::EndDynamicImport(Record& record, const char* next) {
  const bool word = record.before.kind == TokenKind::kWord;
  const std::string_view before = word ? Text(record.before) : std::string_view();
  if (language_ == Language::kJavaScript) {
    // No types there, and what is written like one is for the parser to judge.
    if (before == "typeof") {
      record.kind = RecordKind::kDropped;
    } else if ((word && IsOneOf(before, kBeforeType)) ||
               (record.before.kind == TokenKind::kOperator && record.before.mark == '<') ||
               (next != end_ && *next == '[')) {
      return Doubt("a type in JavaScript");
    }
    return doubt_.empty();
  }
  bool type = word && IsOneOf(before, kBeforeType);
  if (!type && next != end_ && *next == '.') {
    const char* const member = BehindBlanks(next + 1);
    const char* behind = BehindWord(member);
    type = !IsOneOf(Text(Span(member, behind)), kOfPromise);
    if (type && word && IsOneOf(before, kBeforeValue)) return Doubt("a member of an import()");
    if (type && record.before.kind == TokenKind::kOperator && record.before.mark == '=' &&
        !MayBeType(record))
      return Doubt("a member of an import()");
    // import("x").then(…) with another word: whoever types it is not done.
    while (type && behind != end_ && *behind == '.') behind = BehindWord(behind + 1);
    if (type && behind != end_ && *behind == '(') return Doubt("a method of an import()");
  } else if (!type && record.before.kind == TokenKind::kOperator) {
    switch (record.before.mark) {
      case '<':
        type = true;
        break;
      case '|':
      case '&':
      case ':':
      case '=':
        if (MayBeType(record)) return Doubt("an import() or the type of that form");
        break;
      default:
        break;
    }
  }
  if (next != end_ && *next == '[' && !type) return Doubt("a member of an import()");
  if (!type) return doubt_.empty();
  if (!record.literal) return Doubt("a type of a computed module");
  record.kind =
      begin_[record.specifier.end()] == '`' ? RecordKind::kDropped : RecordKind::kTypeImport;
  record.span.length = record.specifier.end() + 1 - record.span.start;
  return doubt_.empty();
}

/// Whether an `import("x")` behind `=`, `:`, `|` or `&` may be a type: not behind `a =`, `a ??=`,
/// `a ||`.
bool JavaScriptScanner::MayBeType(const Record& record) const {
  const char* at = begin_ + record.span.start;
  const auto skip_blanks = [&] {
    while (at != begin_ && ClassOf(at[-1]) == ByteClass::kBlank) --at;
  };
  skip_blanks();
  if (at == begin_) return true;
  const char mark = *--at;
  if (mark != record.before.mark || at == begin_) return true;  // a comment in between
  if (at[-1] == mark) return false;
  if (mark != '=') return true;
  if (at[-1] == '|' || at[-1] == '&' || at[-1] == '?') return false;
  skip_blanks();
  const char* const end = at;
  while (at != begin_ && IsWordByte(at[-1])) --at;
  if (at == end) return true;
  skip_blanks();
  return std::string_view(begin_, static_cast<size_t>(at - begin_)).ends_with("type");
}

bool JavaScriptScanner::Require(uint32_t start) {
  const Token before = before_;
  const char* const next = BehindBlanks(at_);
  const bool called = next != end_ && *next == '(';
  if (called && !IsWordToken(before, "function")) {
    if (IsWordToken(before, "new")) return Doubt("a new require");
    return BeginCall(RecordKind::kRequire, start, next);
  }
  before_ = {TokenKind::kWord, 0, start, Offset(at_) - start};
  if (IsWordToken(before, "function")) {
    const std::string_view front(begin_, before.start);
    const size_t last = front.find_last_not_of(" \t");
    const bool ambient =
        last != std::string_view::npos && front.substr(0, last + 1).ends_with("declare");
    (ambient && open_.empty() ? require_declared_ : require_unclear_) = true;
    return true;
  }
  if (IsWordToken(before, "var") || IsWordToken(before, "let") || IsWordToken(before, "const"))
    return DeclaredRequire();
  return RequireNotCalled(before, next);
}

/// `require` neither called nor declared by a statement: a value, a parameter, part of a pattern.
bool JavaScriptScanner::RequireNotCalled(const Token& before, const char* next) {
  const auto byte = [&](int i) { return end_ - next > i ? next[i] : ';'; };
  switch (byte(0)) {
    case '.':
    case '[':
    case ';':
    case '&':
    case '|':
      return true;
    case '=':
      require_unclear_ |= byte(1) != '=';
      return true;
    case '!':
      return byte(1) == '=' || Doubt("a require of a form");
    case '<':
    case '`':
      return Doubt("a require of a form");
    case '?':
      if (byte(1) == '.') {
        const char* const behind = BehindBlanks(next + 2);
        return (behind != end_ && *behind != '(') || Doubt("a require of a form");
      }
      require_unclear_ |= byte(1) == ':';
      return true;
    case ':': {
      const bool key =
          before.kind == TokenKind::kOpen
              ? before.mark == '{'
              : before.mark == ',' && !open_.empty() && open_.back().bracket == Bracket::kBrace;
      require_unclear_ |= !key;
      return true;
    }
    case ')': {
      const char* const behind = BehindBlanks(next + 1);
      if (behind != end_ && *behind == '(') return Doubt("a require of a form");
      require_unclear_ = true;
      return true;
    }
    default: {
      const std::string_view word = Text(Span(next, BehindWord(next)));
      if (word == "as" || word == "satisfies") return Doubt("a require of a form");
      require_unclear_ |= word.empty() && !IsWordToken(before, "typeof");
      return true;
    }
  }
}

/// `const require`, `= createRequire(…)` perhaps.
bool JavaScriptScanner::DeclaredRequire() {
  if (!open_.empty()) {
    require_unclear_ = true;
    return true;
  }
  require_declared_ = true;
  const char* const here = at_;
  const Piece equals = Next();
  const Piece maker = Next();
  const char* const parenthesis = BehindBlanks(at_);
  at_ = here;
  const bool made = IsMark(equals, '=') && maker.kind == Piece::Kind::kWord &&
                    parenthesis != end_ && *parenthesis == '(';
  if (!made) return doubt_.empty();
  // The whole value has to be this call.
  const char* close = parenthesis + 1;
  for (int depth = 1; depth != 0;) {
    if (close == end_ || *close == '/' || *close == '`') return Doubt("a require of a form");
    depth += *close == '(' ? 1 : *close == ')' ? -1 : 0;
    ByteSpan inside;
    close = ClassOf(*close) == ByteClass::kQuote ? BehindString(close, inside) : close + 1;
    if (close == nullptr) return Doubt("a string that is not closed");
  }
  const char* const next = BehindBlanks(close);
  const bool line_ends = Text(Span(close, next)).find('\n') != std::string_view::npos;
  if (next != end_ && *next != ';' && *next != ',' &&
      (!line_ends || ClassOf(*next) != ByteClass::kWord)) {
    return Doubt("a require of a form");
  }
  require_maker_ = maker.span;
  return doubt_.empty();
}

}  // namespace krepis::analyzer
