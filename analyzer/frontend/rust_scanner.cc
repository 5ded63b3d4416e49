#include "analyzer/frontend/rust_scanner.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr auto kNowhere = std::string_view::npos;

/// Blanks that are not ASCII stand among the bytes of words.
bool HasForeignBlank(std::string_view word) {
  for (const std::string_view blank : {"\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80",
                                       "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF"}) {
    if (word.find(blank) != kNowhere) return true;
  }
  return false;
}

}  // namespace

std::string_view RustScanner::Scan(Language language, std::string_view source, AstBuilder& out) {
  text_ = source;
  at_ = source.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  kept_comments_ = KeptComments(language, source);
  test_only_ = false;
  doubt_ = {};
  before_ = {};
  pending_ = {};
  attributes_.clear();
  frames_.assign(1, {});
  records_.clear();
  names_.clear();
  comments_.clear();
  first_code_ = kNone;
  if (source.substr(at_).starts_with("#!")) {
    const size_t next = source.find_first_not_of(" \t\r", at_ + 2);
    if (At(next) != '[') at_ = std::min(source.find('\n', at_), source.size());
  }
  if (Walk()) Emit(out);
  return doubt_;
}

bool RustScanner::Walk() {
  for (;;) {
    const char* at = text_.data() + at_;
    const char* const end = text_.data() + text_.size();
    while (at != end && IsRustBlank(*at)) ++at;
    at_ = static_cast<size_t>(at - text_.data());
    if (at == end) break;
    const size_t start = at_;
    bool known = true;
    switch (RustByteOf(*at)) {
      case RustByte::kBlank:
        break;
      case RustByte::kWord:
        known = Word();
        break;
      case RustByte::kDigit:
        Number();
        break;
      case RustByte::kQuote:
        known = String();
        break;
      case RustByte::kTick:
        known = Tick();
        break;
      case RustByte::kSlash:
        known = Slash();
        break;
      case RustByte::kColon:
        known = Colon();
        break;
      case RustByte::kHash:
        known = Attribute();
        break;
      case RustByte::kBang:
        known = Bang();
        break;
      case RustByte::kOpen:
        known = OpenBracket();
        break;
      case RustByte::kClose:
        known = CloseBracket(*at);
        break;
      case RustByte::kMark:
        known = Mark(*at);
        break;
    }
    if (!known) return false;
    if (first_code_ == kNone && before_.kind != TokenKind::kStart &&
        before_.kind != TokenKind::kAttribute) {
      first_code_ = static_cast<uint32_t>(start);
    }
  }
  if (frames_.size() != 1) return Doubt("brackets that are not closed");
  CloseItem(frames_[0]);
  return true;
}

/// Whether the last token ends an operand, so that no other one may come next.
bool RustScanner::EndsOperand() const {
  return before_.kind == TokenKind::kWord || before_.kind == TokenKind::kLiteral || IsBefore(')') ||
         IsBefore(']');
}

void RustScanner::Operand(TokenKind kind, uint32_t start) {
  const bool field =
      frames_.back().place == Place::kFields || frames_.back().place == Place::kVariantFields;
  if (before_.kind == TokenKind::kVisibility && !field) Doubtful();
  if (EndsOperand()) Doubtful();
  Before(kind, 0, start);
}

bool RustScanner::Word() {
  const auto start = static_cast<uint32_t>(at_);
  const char* at = text_.data() + at_;
  const char* const end = text_.data() + text_.size();
  unsigned char bytes = 0;
  for (; at != end && IsRustWord(*at); ++at) bytes |= static_cast<unsigned char>(*at);
  at_ = static_cast<size_t>(at - text_.data());
  if (bytes >= 0x80 && HasForeignBlank(text_.substr(start, at_ - start))) {
    return Doubt("a blank that is not ASCII");
  }
  if (at == end) {
    Operand(TokenKind::kWord, start);
    return true;
  }
  if (at_ - start <= 2 && (*at == '"' || *at == '#' || *at == '\'')) {
    const std::string_view word = text_.substr(start, at_ - start);
    const bool raw = word == "r" || word == "br" || word == "cr";
    if (word == "r" && *at == '#' && IsRustWordStart(At(at_ + 1))) {
      ++at_;
      while (IsRustWord(At(at_))) ++at_;
      return Path(start);
    }
    if (raw && *at != '\'') return RawString(start);
    if (*at == '"' && (word == "b" || word == "c")) return String();
    if (*at == '\'' && word == "b") return Tick();
  }
  const size_t length = at_ - start;
  if (length >= 2 && length <= 8) {
    const RustKeyword keyword = RustKeywordOf(text_.substr(start, length));
    const bool path = keyword == RustKeyword::kContextual && *at == ':' && At(at_ + 1) == ':';
    if (keyword != RustKeyword::kNone && !path) return ReadKeyword(keyword, start);
  }
  if (*at == ':' && At(at_ + 1) == ':') return Path(start);
  if (before_.kind >= TokenKind::kAttribute && !FieldOrVariant()) return false;
  Operand(TokenKind::kWord, start);
  return true;
}

/// A name with what `::` puts behind it.
bool RustScanner::Path(uint32_t start) {
  bool several = text_[start] == ':';
  while (At(at_) == ':' && At(at_ + 1) == ':') {
    if (!IsRustWordStart(At(at_ + 2))) {
      if (IsRustBlank(At(at_ + 2)) || At(at_ + 2) == '/') {
        const char next = At(SkipBlanks(at_ + 2));
        if (IsRustWordStart(next) || next == '/') return Doubt("a path with a blank in it");
      }
      break;
    }
    several = true;
    at_ += At(at_ + 2) == 'r' && At(at_ + 3) == '#' && IsRustWordStart(At(at_ + 4)) ? 4 : 2;
    const size_t name = at_;
    unsigned char bytes = 0;
    while (IsRustWord(At(at_))) bytes |= static_cast<unsigned char>(text_[at_++]);
    if (bytes >= 0x80 && HasForeignBlank(text_.substr(name, at_ - name))) {
      return Doubt("a blank that is not ASCII");
    }
  }
  const ByteSpan path = Span(start, at_);
  if (several && MayBeModule(Text(path))) {
    if (IsMember()) return Doubt("a path behind a dot");
    Add(Record::Kind::kLeaf, NodeKind::kName, 0, path, path);
  }
  if (before_.kind >= TokenKind::kAttribute && !FieldOrVariant()) return false;
  Operand(TokenKind::kWord, start);
  return true;
}

/// Whether the last token is a dot, and no range.
bool RustScanner::IsMember() const {
  return IsBefore('.') && before_.start > 0 && text_[before_.start - 1] != '.';
}

bool RustScanner::Colon() {
  const size_t start = at_;
  if (At(at_ + 1) != ':') {
    ++at_;
    if (frames_.back().macro != 0 && IsKeyOfData()) Doubtful();
    Before(TokenKind::kMark, ':', start);
    return true;
  }
  at_ += 2;
  if (!IsRustWordStart(At(at_))) {
    Before(TokenKind::kMark, ':', start);
    return true;
  }
  const bool adjacent = start > 0 && !IsRustBlank(text_[start - 1]) && text_[start - 1] != '/';
  const bool angle = IsBefore('>');
  if (adjacent && angle) {  // behind generic arguments: no module any more
    before_ = {};
    while (IsRustWord(At(at_)) ||
           (At(at_) == ':' && At(at_ + 1) == ':' && IsRustWordStart(At(at_ + 2)))) {
      at_ += At(at_) == ':' ? 2 : 1;
      if (At(at_) == '#' && text_[at_ - 1] == 'r' && IsRustWordStart(At(at_ + 1))) ++at_;
    }
    Before(TokenKind::kWord, 0, start);
    return true;
  }
  if (angle || before_.kind == TokenKind::kWord) return Doubt("a path with a blank in it");
  at_ = start;
  return Path(static_cast<uint32_t>(start));
}

/// Whether the colon stands behind the first word of braces that are no struct: `a! { b: c }`.
bool RustScanner::IsKeyOfData() const {
  if (before_.kind != TokenKind::kWord || !frames_.back().bare) return false;
  size_t at = before_.start;
  while (at > 0 && IsRustBlank(text_[at - 1])) --at;
  return at > 0 && text_[at - 1] == '{';
}

bool RustScanner::StartsStatement() const {
  switch (before_.kind) {
    case TokenKind::kStart:
    case TokenKind::kAttribute:
    case TokenKind::kVisibility:
    case TokenKind::kModifier:
      return true;
    case TokenKind::kMark:
      return before_.mark == ';' || before_.mark == '{' || before_.mark == '}';
    default:
      return false;
  }
}

bool RustScanner::Mark(char mark) {
  const size_t start = at_++;
  Frame& frame = frames_.back();
  switch (mark) {
    case ';':
      if (before_.kind == TokenKind::kAttribute && frame.macro == 0)
        return Doubt("an attribute of nothing");
      if (frame.close == ')' || before_.kind == TokenKind::kAttribute) Doubtful();
      frame.header = Header::kNone;
      CloseItem(frame);
      break;
    case ',':
      if (frame.place == Place::kFields) CloseItem(frame);
      if (IsBefore(',')) Doubtful();
      break;
    case '=':
      if (At(at_) == '>') {
        ++at_;
        mark = 'a';
        if (frame.place != Place::kArms) Doubtful();
      }
      break;
    case '-':
      if (At(at_) == '>') {
        ++at_;
        mark = 'a';
      }
      break;
    case '$':
      Doubtful();
      if (frame.macro == 0 || IsRustWordStart(At(at_))) {
        size_t end = at_;
        while (IsRustWord(At(end))) ++end;
        if (At(end) == ':' && At(end + 1) == ':') return Doubt("a path with a metavariable");
      }
      break;
    case '~':
    case '\\':
    case '`':
      Doubtful();
      break;
    default:
      break;
  }
  Before(TokenKind::kMark, mark, start);
  return true;
}

std::unique_ptr<LexicalScanner> MakeRustScanner() { return std::make_unique<RustScanner>(); }

}  // namespace krepis::analyzer
