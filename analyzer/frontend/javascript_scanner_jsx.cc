#include "analyzer/frontend/byte_search.h"
#include "analyzer/frontend/javascript_bytes.h"
#include "analyzer/frontend/javascript_scanner.h"

namespace krepis::analyzer {

/// Whether what stands behind a `<` where an operand is expected are the type parameters of a
/// function: `<T,>(x: T) => x`, `<T extends A>(x: T) => x`, `<const T>`.
bool JavaScriptScanner::IsTypeParameters(const char* at) {
  if (language_ != Language::kTsx) return false;
  at = BehindBlanks(at);
  const char* const name = at;
  at = BehindWord(at);
  if (at == name) return false;
  const bool constant = Text(Span(name, at)) == "const";
  const char* const next = BehindBlanks(at);
  if (next == end_) return false;
  if (*next == ',') return true;
  if (next == at) return false;
  const char* const behind = BehindWord(next);
  return behind != next && (constant || Text(Span(next, behind)) == "extends");
}

const char* JavaScriptScanner::BehindTagName(const char* at) const {
  while (at != end_ && (IsWordByte(*at) || static_cast<unsigned char>(*at) >= 0x80 || *at == '.' ||
                        *at == ':' || *at == '-')) {
    ++at;
  }
  return at;
}

/// From the `<` of an element or fragment to behind its name.
bool JavaScriptScanner::OpenTag() {
  if (open_.size() >= kDepth) return Doubt("elements nest too deep");
  const char* const name = BehindBlanks(at_ + 1);
  at_ = BehindTagName(name);
  if (at_ == name && (at_ == end_ || *at_ != '>')) return Doubt("a tag without a name");
  const char* const behind = at_;
  if (at_ != end_ && *at_ == '<' && !TypeArguments()) return false;
  const ByteSpan span = Span(name, behind);
  open_.push_back({Bracket::kJsxElement, {TokenKind::kWord, 0, span.start, span.length}});
  return doubt_.empty();
}

/// `<Key | "other">` behind the name of an element: names, strings and what stands between them.
bool JavaScriptScanner::TypeArguments() {
  for (int depth = 0;;) {
    const Piece piece = Next();
    if (IsMark(piece, '<')) {
      ++depth;
    } else if (IsMark(piece, '>')) {
      if (--depth == 0) return doubt_.empty();
    } else if (piece.kind == Piece::Kind::kEnd ||
               (piece.kind == Piece::Kind::kMark &&
                std::string_view("|&,.[]").find(piece.mark) == std::string_view::npos) ||
               IsWord(piece, "import")) {
      return Doubt("a tag with type arguments");
    }
  }
}

bool JavaScriptScanner::Jsx(Place place) {
  while (place == Place::kTag || place == Place::kText) {
    if (place == Place::kTag) {
      if (!InTag(place)) return false;
      continue;
    }
    at_ = FindByte<'<', '{'>(at_, end_);
    if (at_ == end_) return Doubt("an element that is not closed");
    if (*at_ == '{') return OpenBracket(Bracket::kJsxExpression, '(');
    const char* const next = BehindBlanks(at_ + 1);
    if (next != end_ && *next == '/') {
      at_ = next;
      if (!CloseTag(place)) return false;
    } else {
      if (!OpenTag()) return false;
      place = Place::kTag;
    }
  }
  if (place == Place::kCode) before_.kind = TokenKind::kOperand;
  return doubt_.empty();
}

/// One attribute, or the end of a tag.
bool JavaScriptScanner::InTag(Place& place) {
  at_ = BehindBlanks(at_);
  if (at_ == end_) return Doubt("a tag that is not closed");
  switch (*at_) {
    case '>':
      ++at_;
      place = Place::kText;
      return true;
    case '/':
      if (at_ + 1 == end_ || at_[1] != '>') return Doubt("a tag that is not closed");
      at_ += 2;
      place = LeaveElement();
      return true;
    case '{':
      place = Place::kSubstitution;
      return OpenBracket(Bracket::kJsxAttribute, '(');
    case '"':
    case '\'': {
      const char* const close =
          *at_ == '"' ? FindByte<'"'>(at_ + 1, end_) : FindByte<'\''>(at_ + 1, end_);
      if (close == end_) return Doubt("a string that is not closed");
      at_ = close + 1;
      return true;
    }
    case '=':
      ++at_;
      return true;
    default: {
      const char* const name = at_;
      at_ = BehindTagName(at_);
      return at_ != name || Doubt("a tag that is not understood");
    }
  }
}

/// At the slash of a closing tag.
bool JavaScriptScanner::CloseTag(Place& place) {
  const char* const name = BehindBlanks(at_ + 1);
  at_ = BehindTagName(name);
  const ByteSpan span = Span(name, at_);
  at_ = BehindBlanks(at_);
  if (at_ == end_ || *at_ != '>') return Doubt("a tag that is not closed");
  if (Text(span) != Text(open_.back().before)) return Doubt("tags do not match");
  ++at_;
  place = LeaveElement();
  return true;
}

JavaScriptScanner::Place JavaScriptScanner::LeaveElement() {
  open_.pop_back();
  const bool inside = !open_.empty() && open_.back().bracket == Bracket::kJsxElement;
  return inside ? Place::kText : Place::kCode;
}

}  // namespace krepis::analyzer
