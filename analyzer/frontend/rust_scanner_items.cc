#include "analyzer/frontend/rust_scanner.h"

namespace krepis::analyzer {

void RustScanner::Take(uint32_t start) {
  if (before_.kind < TokenKind::kAttribute) {
    pending_ = {};
    attributes_.clear();
  }
  if (pending_.start == kNone) pending_.start = start;
}

/// The word behind blanks and comments, {} when there is none; the walk goes on behind it.
ByteSpan RustScanner::PeekWord() {
  if (!BehindBlanks()) return {};
  const size_t start = at_;
  if (At(at_) == 'r' && At(at_ + 1) == '#' && IsRustWordStart(At(at_ + 2))) at_ += 2;
  if (IsRustWordStart(At(at_))) {
    while (IsRustWord(At(at_))) ++at_;
  }
  return Span(start, at_);
}

bool RustScanner::ReadKeyword(RustKeyword keyword, uint32_t start) {
  Frame& frame = frames_.back();
  switch (keyword) {
    case RustKeyword::kUse:
      if (!MayBeUse()) break;
      Take(start);
      return Use();
    case RustKeyword::kMod:
      Take(start);
      return Module();
    case RustKeyword::kExtern:
      return Extern(start);
    case RustKeyword::kStruct:
      Take(start);
      return Type(NodeKind::kClass, Header::kStruct, start);
    case RustKeyword::kEnum:
      Take(start);
      return Type(NodeKind::kClass, Header::kEnum, start);
    case RustKeyword::kTrait:
      Take(start);
      if (!Type(NodeKind::kClass, Header::kNone, start)) return false;
      return Bounds();
    case RustKeyword::kType:
      Take(start);
      return Type(NodeKind::kTypeAlias, Header::kNone, start);
    case RustKeyword::kImpl: {
      if (!StartsStatement()) break;
      Take(start);
      Before(TokenKind::kKeyword, 0, start);
      frame.header = Header::kImpl;
      return BeginItem(NodeKind::kClass, kImpl, true) && ImplHeader();
    }
    case RustKeyword::kFn: {
      const bool named = IsRustWordStart(At(SkipBlanks(at_)));
      if (named && before_.kind >= TokenKind::kAttribute) {
        Take(start);
        if (!BeginItem(NodeKind::kFunction, 0, true)) return false;
      }
      break;
    }
    case RustKeyword::kLet:
    case RustKeyword::kStatic:
      if (before_.kind >= TokenKind::kAttribute) {
        Take(start);
        if (!BeginItem(NodeKind::kVariable, 0, false)) return false;
      }
      break;
    case RustKeyword::kConst:
    case RustKeyword::kModifier:
      Modifier(start);
      return true;
    case RustKeyword::kPub:
      Visibility(start);
      return true;
    case RustKeyword::kMatch:
      frame.header = Header::kMatch;
      break;
    case RustKeyword::kFor: {
      const size_t next = SkipBlanks(at_);
      if (At(next) == '<') {
        const char lifetime = At(SkipBlanks(next + 1));
        if (lifetime == '\'' || lifetime == '>') break;  // for<'a>
      }
      if (frame.header == Header::kImpl) {
        if (frame.base.length != 0) {
          HoldsItem();
          Add(Record::Kind::kLeaf, NodeKind::kBase, 0, frame.base, frame.base);
        }
        frame.header = Header::kNone;
      } else {
        frame.loop = true;
      }
      break;
    }
    case RustKeyword::kIn:
      if (!frame.loop) Doubtful();
      frame.loop = false;
      break;
    case RustKeyword::kRef:
      if (text_.substr(before_.start, before_.length) == "static") Doubtful();
      break;
    case RustKeyword::kContextual:
      if (!StartsStatement() || !IsRustWordStart(At(SkipBlanks(at_)))) {
        if (before_.kind >= TokenKind::kAttribute && !FieldOrVariant()) return false;
        Operand(TokenKind::kWord, start);
        return true;
      }
      if (text_[start] == 'u') {
        Take(start);
        return Type(NodeKind::kClass, Header::kStruct, start);
      }
      Modifier(start);
      return true;
    case RustKeyword::kNone:
    case RustKeyword::kOther:
      break;
  }
  Before(TokenKind::kKeyword, 0, start);
  return true;
}

/// Not so of `impl Trait + use<'a>`, and of a word among a macro's tokens.
bool RustScanner::MayBeUse() const {
  const char next = At(SkipBlanks(at_));
  return frames_.back().macro == 0
             ? next != '<'
             : next == ':' || next == '{' || next == '*' || IsRustWordStart(next);
}

/// `pub`, `pub(crate)`, `pub(in a::b)`: that path imports nothing.
void RustScanner::Visibility(uint32_t start) {
  Take(start);
  pending_.exported = true;
  const size_t open = SkipBlanks(at_);
  if (At(open) == '(') {
    size_t word = SkipBlanks(open + 1);
    const size_t begin = word;
    while (IsRustWord(At(word))) ++word;
    const std::string_view name = text_.substr(begin, word - begin);
    const size_t close = SkipBlanks(word);
    const bool plain = name == "crate" || name == "self" || name == "super";
    if (plain && At(close) == ')') {
      at_ = close + 1;
    } else if (name == "in") {
      HoldsItem();
      size_t end = word;
      while (IsRustWord(At(end)) || IsRustBlank(At(end)) || At(end) == ':' || At(end) == '#') ++end;
      if (At(end) == ')') at_ = end + 1;
    }
  }
  Before(TokenKind::kVisibility, 0, start);
}

/// `const`, `unsafe`, `async` or `default`: in front of an item, or of its name.
void RustScanner::Modifier(uint32_t start) {
  if (before_.kind < TokenKind::kAttribute && !StartsStatement()) {
    Before(TokenKind::kKeyword, 0, start);
    return;
  }
  Take(start);
  Before(TokenKind::kModifier, 0, start);
}

bool RustScanner::Extern(uint32_t start) {
  Take(start);
  Before(TokenKind::kModifier, 0, start);
  const size_t next = SkipBlanks(at_);
  if (text_.substr(next, 5) == "crate" && !IsRustWord(At(next + 5))) {
    at_ = next + 5;
    return ExternCrate();
  }
  size_t open = next;
  if (At(open) == '"') {
    open = text_.find_first_of("\"\\\n", open + 1);
    if (At(open) != '"') return Doubt("an extern whose string is not plain");
    at_ = ++open;
    open = SkipBlanks(open);
  }
  if (At(open) == '{') return BeginItem(NodeKind::kModule, kExtern | kInline, true);
  return true;
}

bool RustScanner::Module() {
  const Pending pending = pending_;
  const ByteSpan name = PeekWord();
  if (name.length == 0) {
    Doubtful();
    Before(TokenKind::kKeyword, 0, at_);
    return frames_.back().macro != 0 || Doubt("a mod without a name");
  }
  if (!BehindBlanks()) return false;
  const char next = At(at_);
  if (next != ';' && next != '{') {
    if (frames_.back().macro == 0) return Doubt("a mod without a body");
    Doubtful();
    HoldsItem();
    Before(TokenKind::kWord, 0, name.start);
    return true;
  }
  HoldsWholeItem();
  Declares();
  const uint32_t flags = (next == '{' ? kInline : kDeclaredElsewhere) |
                         (pending.exported ? uint32_t{kExported} : 0) |
                         (pending.test ? uint32_t{kTestOnly} : 0);
  const uint32_t record =
      Add(Record::Kind::kOpen, NodeKind::kModule, flags, Span(pending.start, at_ + 1), name);
  if (!EmitAttributes(true)) return false;
  Before(TokenKind::kMark, next, at_++);
  frames_.back().header = Header::kNone;
  if (next == ';') {
    Add(Record::Kind::kClose, NodeKind::kModule, 0, {});
    return true;
  }
  Frame frame;
  frame.close = '}';
  frame.block = record;
  frame.test = pending.test;
  return PushFrame(frame);
}

/// struct, union, enum, trait, type.
bool RustScanner::Type(NodeKind kind, Header header, uint32_t start) {
  const ByteSpan name = PeekWord();
  Before(TokenKind::kWord, 0, start);
  if (name.length == 0) {
    Doubtful();
    return true;
  }
  const std::string_view text = Text(name);
  const char next = At(SkipBlanks(at_));
  const bool trait = kind == NodeKind::kClass && header == Header::kNone;
  if (header != Header::kNone && next == ':') Doubtful();
  frames_.back().header = header;
  const bool first_of_paths = MayBeModule(text);
  if (first_of_paths || trait) {
    HoldsWholeItem();
    Declares();
    // The type's own scope holds nothing that matters: its name is a row of its own.
    Add(Record::Kind::kLeaf, kind, trait ? uint32_t{kInterface} : 0, Span(start, at_), name);
  }
  return BeginItem(kind, 0, kind == NodeKind::kClass);
}

bool RustScanner::BeginItem(NodeKind kind, uint32_t flags, bool has_body) {
  if (!pending_.tells) return true;
  HoldsItem();
  if (pending_.test) {
    Frame& frame = frames_.back();
    CloseItem(frame);
    frame.item = Add(Record::Kind::kOpen, kind, flags | kTestOnly, Span(pending_.start, at_));
    frame.item_has_body = has_body;
  }
  const bool emitted = EmitAttributes(false);
  pending_ = {};
  attributes_.clear();
  return emitted;
}

/// A name behind attributes or words that may belong to an item.
bool RustScanner::FieldOrVariant() {
  if (!pending_.tells) return true;
  if (pending_.start == kNone) pending_.start = before_.start;
  const std::string_view modifier = text_.substr(before_.start, before_.length);
  if (before_.kind == TokenKind::kModifier && modifier == "const") {
    return BeginItem(NodeKind::kVariable, kConst, false);
  }
  switch (frames_.back().place) {
    case Place::kFields:
      return BeginItem(NodeKind::kVariable, 0, false);
    case Place::kVariants:
      pending_.test = false;
      return BeginItem(NodeKind::kVariable, 0, false);
    default:
      return true;
  }
}

}  // namespace krepis::analyzer
