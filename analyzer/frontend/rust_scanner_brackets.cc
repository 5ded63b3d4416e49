#include "analyzer/frontend/rust_scanner.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNowhere = std::string_view::npos;
/// How deep brackets may nest.
constexpr size_t kDepth = 100'000;
/// The parser looks into macros in macros in macros.
constexpr uint32_t kMacroDepth = 3;
/// Longer arguments of a macro are not read as Rust.
constexpr size_t kMacroBytes = size_t{1} << 20;

char ClosingOf(char open) { return open == '(' ? ')' : open == '[' ? ']' : '}'; }

}  // namespace

/// `!`: of a macro's call or definition, or an operator.
bool RustScanner::Bang() {
  const Token name = before_;
  const size_t start = at_++;
  Before(TokenKind::kMark, '!', start);
  if (name.kind != TokenKind::kWord || At(at_) == '=') return true;
  if (!BehindBlanks()) return false;
  const std::string_view macro = text_.substr(name.start, name.length);
  const bool definition = macro == "macro_rules";
  if (definition) {
    while (IsRustWord(At(at_)) || At(at_) == '#') ++at_;
    if (!BehindBlanks()) return false;
    if (first_code_ == name.start) first_code_ = kNone;
  }
  if (RustByteOf(At(at_)) != RustByte::kOpen || at_ >= text_.size()) {
    if (definition) return Doubt("a macro_rules without a body");
    Doubtful();
    return true;
  }
  if (definition || rust::TakesData(macro)) {
    if (!SkipBrackets()) return false;
    if (definition) before_ = {};
    return true;
  }
  if (rust::IncludesText(macro)) {
    HoldsItem();
    const ByteSpan span = {name.start, name.length};
    Add(Record::Kind::kLeaf, NodeKind::kMacro, 0, span, span);
  }
  Frame frame;
  frame.close = ClosingOf(text_[at_]);
  frame.macro = static_cast<uint32_t>(frames_.size());
  frame.bare = true;
  frame.macro_start = static_cast<uint32_t>(at_);
  frame.macro_level = frames_[frames_.back().macro].macro_level + 1;
  ++at_;
  Before(TokenKind::kMark, text_[at_ - 1], at_ - 1);
  return PushFrame(frame);
}

/// What is data: neither Rust nor, for its paths, anything else.
bool RustScanner::SkipBrackets() {
  const size_t start = at_;
  const size_t end = rust::BehindBrackets(text_, at_);
  if (end == kNowhere) return Doubt("brackets that are not closed");
  at_ = end;
  if (kept_comments_.Keeps(text_.substr(start, end - start))) {
    return Doubt("what may be a suppression in a macro's tokens");
  }
  Before(TokenKind::kMark, '}', end - 1);
  return true;
}

bool RustScanner::PushFrame(const Frame& added) {
  if (frames_.size() == kDepth) return Doubt("brackets that nest too deep");
  const auto index = static_cast<uint32_t>(frames_.size());
  frames_.push_back(added);
  Frame& frame = frames_.back();
  const Frame& outer = frames_[index - 1];
  frame.scope = frame.block != kNone ? index : outer.scope;
  if (frame.macro == 0) frame.macro = outer.macro;
  frame.test |= outer.test || outer.item != kNone;
  return true;
}

bool RustScanner::OpenBracket() {
  const char close = ClosingOf(text_[at_]);
  Frame& outer = frames_.back();
  const size_t start = at_++;
  Frame frame;
  frame.close = close;
  // `struct A<const N: usize = { 1 }> { … }`
  const bool default_value = IsBefore('=') || IsBefore('<');
  if (close == '}') {
    if (!default_value) {
      switch (outer.header) {
        case Header::kStruct:
          frame.place = Place::kFields;
          break;
        case Header::kEnum:
          frame.place = Place::kVariants;
          break;
        case Header::kMatch:
          frame.place = Place::kArms;
          break;
        default:
          if (outer.place == Place::kVariants) frame.place = Place::kVariantFields;
          break;
      }
      outer.header = Header::kNone;
    }
    frame.block = Add(Record::Kind::kOpen, NodeKind::kBlock, 0, Span(start, start));
  } else if (close == ')' && (outer.place == Place::kVariants || outer.header == Header::kStruct)) {
    frame.place = Place::kVariantFields;
  }
  frame.bare = close == '}' && frame.place == Place::kCode && before_.kind == TokenKind::kMark &&
               before_.mark != '>';
  Before(TokenKind::kMark, text_[start], start);
  return PushFrame(frame);
}

bool RustScanner::CloseBracket(char close) {
  Frame& frame = frames_.back();
  if (frame.close != close) return Doubt("brackets that do not match");
  CloseItem(frame);
  const size_t start = at_++;
  if (frame.block != kNone) {
    Record& block = records_[frame.block];
    block.span = Span(block.span.start, at_);
    if (frame.declares || block.node != NodeKind::kBlock) {
      Add(Record::Kind::kClose, NodeKind::kBlock, 0, {});
    } else if (frame.block + 1 == records_.size()) {
      records_.pop_back();
    } else {
      block.kind = Record::Kind::kDropped;
    }
  }
  const bool macro = frame.macro != 0 && frame.macro + 1 == frames_.size();
  const bool items = macro && frame.holds_items;
  if (items) {
    if (frame.doubtful) return Doubt("items in a macro's brackets that may be no Rust");
    if (frame.macro_level > kMacroDepth || at_ - frame.macro_start > kMacroBytes) {
      return Doubt("items in a macro's brackets that the parser does not read");
    }
  }
  frames_.pop_back();
  if (items) HoldsItem();
  if (close == '}' && frames_.back().item_has_body && !macro) CloseItem(frames_.back());
  Before(TokenKind::kMark, close, start);
  return true;
}

void RustScanner::CloseItem(Frame& frame) {
  if (frame.item == kNone) return;
  Add(Record::Kind::kClose, NodeKind::kBlock, 0, {});
  frame.item = kNone;
  frame.item_has_body = false;
}

}  // namespace krepis::analyzer
