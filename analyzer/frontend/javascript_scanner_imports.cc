#include <algorithm>

#include "analyzer/frontend/javascript_bytes.h"
#include "analyzer/frontend/javascript_scanner.h"
#include "analyzer/frontend/module_urls.h"

namespace krepis::analyzer {

/// Reads the next piece of an import statement.
JavaScriptScanner::Piece JavaScriptScanner::Next() {
  const char* const start = BehindBlanks(at_);
  at_ = start;
  if (at_ == end_) return {};
  if (ClassOf(*at_) == ByteClass::kWord) {
    at_ = BehindWord(at_);
    return {Piece::Kind::kWord, 0, Span(start, at_)};
  }
  if (ClassOf(*at_) == ByteClass::kQuote) {
    ByteSpan inside;
    const char* const behind = BehindString(at_, inside);
    if (behind == nullptr) {
      doubt_ = "a string that is not closed";
      return {};
    }
    at_ = behind;
    return {Piece::Kind::kString, 0, inside};
  }
  ++at_;
  return {Piece::Kind::kMark, *start, Span(start, at_)};
}

JavaScriptScanner::Piece JavaScriptScanner::Peek() {
  const char* const here = at_;
  const Piece piece = Next();
  at_ = here;
  return piece;
}

/// Whether a statement may begin behind the last token; behind most of them only on a new line.
bool JavaScriptScanner::StatementMayBegin() const {
  switch (before_.kind) {
    case TokenKind::kDot:
      return false;
    case TokenKind::kOpen:
      return before_.mark == '{';
    case TokenKind::kOperator:
      return before_.mark == ';' || before_.mark == ':' || before_.mark == '>';
    default:
      return true;
  }
}

bool JavaScriptScanner::Import(uint32_t start) {
  const char* const next = BehindBlanks(at_);
  if (next == end_) return Doubt("an import without an end");
  switch (ClassOf(*next)) {
    case ByteClass::kOpenParenthesis:
      return BeginCall(RecordKind::kDynamic, start, next);
    case ByteClass::kDot: {
      const char* const meta = BehindBlanks(next + 1);
      const char* const behind = BehindWord(meta);
      if (Text(Span(meta, behind)) != "meta") return Doubt("an import in a phase");
      LoadedModule(start);
      break;
    }
    case ByteClass::kWord:
    case ByteClass::kQuote:
    case ByteClass::kOpenBrace:
      return ImportStatement(start);
    case ByteClass::kOperator:
      if (*next == '*') return ImportStatement(start);
      break;
    default:
      break;
  }
  before_ = {TokenKind::kWord, 0, start, 6};  // the name of a property
  return true;
}

/// `import.meta` that stands in what loads code by its path.
void JavaScriptScanner::LoadedModule(uint32_t start) {
  /// How far the `new` may stand in front of it.
  constexpr uint32_t kBefore = 1000;
  const std::string_view text(begin_, static_cast<size_t>(end_ - begin_));
  if (const size_t length = ModuleGlobAt(text.substr(start)); length != 0) {
    loaded_.push_back({start, static_cast<uint32_t>(length)});
    return;
  }
  const uint32_t from = start - std::min(start, kBefore);
  const size_t word = text.substr(from, start - from).rfind("new URL");
  if (word == std::string_view::npos) return;
  const auto first = static_cast<uint32_t>(from + word);
  const size_t length = ModuleUrlAt(text.substr(first));
  const bool own = first == 0 || ClassOf(text[first - 1]) != ByteClass::kWord;
  if (first + length <= start || !own) return;
  loaded_.push_back({first, static_cast<uint32_t>(length)});
}

bool JavaScriptScanner::ImportStatement(uint32_t start) {
  if (!StatementMayBegin()) return Doubt("an import inside a statement");
  Record record;
  record.span.start = start;
  record.first_name = static_cast<uint32_t>(names_.size());
  Piece piece = Next();
  if (IsWord(piece, "type") || IsWord(piece, "typeof")) {
    // The keyword, unless `type` is what is imported: import type from "x", import type, { … }.
    const Piece second = Peek();
    bool keyword = !IsMark(second, ',') && !IsMark(second, '=');
    if (IsWord(second, "from")) {
      const char* const here = at_;
      Next();
      const Piece third = Peek();
      keyword = third.kind == Piece::Kind::kWord || IsMark(third, '=');
      at_ = here;
    }
    if (keyword) {
      record.flags |= kTypeOnly;
      piece = Next();
    }
  }
  if (piece.kind == Piece::Kind::kString) {
    record.specifier = piece.span;
  } else if (piece.kind == Piece::Kind::kWord && IsMark(Peek(), '=')) {
    Next();
    const Piece loader = Next();
    if (!IsWord(loader, "require") || !IsMark(Peek(), '(')) {
      before_ = {TokenKind::kWord, 0, loader.span.start, loader.span.length};  // import A = B.C
      return doubt_.empty() && (loader.kind == Piece::Kind::kWord || Doubt("an import of nothing"));
    }
    Next();
    const Piece source = Next();
    if (source.kind != Piece::Kind::kString || !IsMark(Next(), ')'))
      return Doubt("an import of something computed");
    names_.push_back({{}, piece.span, "*", false, piece.span});
    record.flags |= kRequire;
    record.specifier = source.span;
  } else if (!ImportClause(piece, record)) {
    return false;
  }
  return EndStatement(record);
}

/// Up to the specifier.
bool JavaScriptScanner::ImportClause(Piece piece, Record& record) {
  if (piece.kind == Piece::Kind::kWord) {
    names_.push_back({{}, piece.span, "default", false, piece.span});
    piece = Next();
    if (!IsMark(piece, ',')) return From(piece, record);
    piece = Next();
  }
  if (IsMark(piece, '*')) {
    const Piece as = Next();
    const Piece local = Next();
    if (!IsWord(as, "as") || local.kind != Piece::Kind::kWord) return Doubt("an import of a form");
    names_.push_back({{}, local.span, "*", false, local.span});
  } else if (!IsMark(piece, '{')) {
    return Doubt("an import of a form");
  } else if (!NamedList()) {
    return false;
  }
  return From(Next(), record);
}

bool JavaScriptScanner::From(Piece piece, Record& record) {
  const Piece source = Next();
  if (!IsWord(piece, "from") || source.kind != Piece::Kind::kString)
    return Doubt("an import from nowhere");
  record.specifier = source.span;
  return true;
}

bool JavaScriptScanner::NamedList() {
  Piece pieces[4];
  uint32_t count = 0;
  for (;;) {
    const Piece piece = Next();
    if (piece.kind == Piece::Kind::kWord || piece.kind == Piece::Kind::kString) {
      if (count == 4) return Doubt("an imported name of a form");
      pieces[count++] = piece;
      continue;
    }
    if (!IsMark(piece, ',') && !IsMark(piece, '}')) return Doubt("an imported name of a form");
    if (count != 0 && !NamedItem(pieces, count)) return false;
    count = 0;
    if (piece.mark == '}') return doubt_.empty();
  }
}

/// One of: a; a as b; type a; type a as b.
bool JavaScriptScanner::NamedItem(const Piece (&pieces)[4], uint32_t count) {
  const bool type_only =
      count % 2 == 0 && (IsWord(pieces[0], "type") || IsWord(pieces[0], "typeof"));
  const uint32_t name = type_only ? 1 : 0;
  const bool renamed = count - name == 3;
  if ((count - name != 1 && !renamed) || (renamed && !IsWord(pieces[name + 1], "as")) ||
      (count > 1 && IsWord(pieces[0], "type") && IsWord(pieces[1], "as"))) {
    return Doubt("an imported name of a form");
  }
  const Piece& local = pieces[renamed ? name + 2 : name];
  names_.push_back({pieces[name].span,
                    renamed ? local.span : ByteSpan{},
                    {},
                    type_only,
                    {pieces[0].span.start, local.span.end() - pieces[0].span.start}});
  return true;
}

/// Behind the specifier: attributes and the semicolon.
bool JavaScriptScanner::EndStatement(Record& record) {
  const char* end = at_;
  Piece piece = Next();
  if ((IsWord(piece, "with") || IsWord(piece, "assert")) && IsMark(Peek(), '{')) {
    do {
      piece = Next();
      if (piece.kind == Piece::Kind::kEnd) return Doubt("an import without an end");
    } while (!IsMark(piece, '}'));
    end = at_;
    piece = Next();
  }
  if (IsMark(piece, ';')) end = at_;
  at_ = end;
  record.span.length = Offset(end) - record.span.start;
  record.names = static_cast<uint32_t>(names_.size()) - record.first_name;
  for (uint32_t i = record.first_name; i < names_.size(); ++i) {
    const Name& name = names_[i];
    const ByteSpan local = name.local.length != 0 ? name.local : name.imported;
    if (Text(local) == "require" && !open_.empty()) require_unclear_ = true;
    if (Text(name.imported) == "createRequire") loader_maker_ = local;
  }
  records_.push_back(record);
  before_ = {};
  return doubt_.empty();
}

bool JavaScriptScanner::Export(uint32_t start) {
  const char* const behind = at_;
  Record record;
  record.span.start = start;
  record.flags = kReexport;
  record.first_name = static_cast<uint32_t>(names_.size());
  Piece piece = Next();
  if (IsWord(piece, "type")) {
    const Piece second = Peek();
    if (IsMark(second, '{') || IsMark(second, '*')) {
      record.flags |= kTypeOnly;
      piece = Next();
    }
  }
  bool from = false;
  if (IsMark(piece, '*')) {
    piece = Next();
    if (IsWord(piece, "as")) {
      const Piece name = Next();
      if (name.kind == Piece::Kind::kEnd || name.kind == Piece::Kind::kMark)
        return Doubt("an export of a form");
      names_.push_back({{}, name.span, "*", false, name.span});
      piece = Next();
    } else {
      record.flags |= kGlob;
    }
    from = true;
  } else if (IsMark(piece, '{')) {
    if (!StatementMayBegin()) return Doubt("an export inside a statement");
    if (!NamedList()) return false;
    piece = Peek();
    from = IsWord(piece, "from");
    if (from) Next();
  }
  if (from) {
    if (!From(piece, record)) return false;
    return EndStatement(record);
  }
  at_ = behind;
  names_.resize(record.first_name);
  before_ = {TokenKind::kWord, 0, start, 6};
  return doubt_.empty();
}

}  // namespace krepis::analyzer
