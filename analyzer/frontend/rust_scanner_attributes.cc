#include "analyzer/frontend/rust_scanner.h"
#include "analyzer/frontend/rust_text.h"
#include "analyzer/frontend/string_escapes.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNowhere = std::string_view::npos;

}  // namespace

/// `#[…]` waits for what it belongs to; `#![…]` belongs to the file or module that it stands in.
bool RustScanner::Attribute() {
  const size_t start = at_;
  const bool inner = At(at_ + 1) == '!';
  const size_t open = at_ + (inner ? 2 : 1);
  if (At(open) != '[') {
    if (frames_.back().macro == 0) return Doubt("a # that begins no attribute");
    Doubtful();
    Before(TokenKind::kMark, '#', at_++);
    return true;
  }
  const size_t end = rust::BehindBrackets(text_, open);
  if (end == kNowhere) return Doubt("brackets that are not closed");
  at_ = end;
  const std::string_view text = text_.substr(start, end - start);
  if (kept_comments_.Keeps(text)) {
    return Doubt("what may be a suppression in an attribute");
  }
  const AttributeParts parts = PartsOf(Span(start, end));
  if (parts.broken) {
    if (frames_.back().macro == 0) return Doubt("an attribute that cannot be read");
    Doubtful();
  }
  const bool test = rust::IsTestAttribute(Text(parts.name), Text(parts.arguments));
  if (inner) {
    Frame& frame = frames_.back();
    if (test && frames_.size() == 1) test_only_ = true;
    if (test && frame.block != kNone && records_[frame.block].node == NodeKind::kModule) {
      records_[frame.block].flags |= kTestOnly;
    }
    if (before_.kind == TokenKind::kStart) Before(TokenKind::kAttribute, 0, start);
    return true;
  }
  if (EndsOperand() || IsBefore('>')) Doubtful();
  if (before_.kind != TokenKind::kAttribute) {
    pending_ = {};
    attributes_.clear();
  }
  Before(TokenKind::kAttribute, 0, start);
  const bool path = text.find("::") != kNowhere && HasPath(Span(start, end));
  const Place place = frames_.back().place;
  if (path) HoldsItem();
  if (path && place == Place::kVariantFields) return EmitAttribute(Span(start, end), false);
  // What stands in something for tests is for tests as well.
  pending_.test |= test;
  pending_.tells |= (test && !frames_.back().test) || path;
  attributes_.push_back(Span(start, end));
  return true;
}

/// Whether a path in it may lead to a module.
bool RustScanner::HasPath(ByteSpan attribute) const {
  const std::string_view text = text_.substr(0, attribute.end());
  for (uint32_t from = attribute.start;;) {
    const rust::TextToken token = rust::NextToken(text, from);
    if (token.kind == rust::TextToken::Kind::kEnd) return false;
    from = token.start + token.length;
    const std::string_view word = text.substr(token.start, token.length);
    const bool path = token.kind == rust::TextToken::Kind::kPath && word.find("::") != kNowhere;
    if (path && MayBeModule(word) && !rust::IsToolPath(word)) return true;
  }
}

RustScanner::AttributeParts RustScanner::PartsOf(ByteSpan attribute) const {
  AttributeParts parts;
  const uint32_t end = attribute.start + attribute.length - 1;
  const uint32_t open = attribute.start + (At(attribute.start + 1) == '!' ? 3 : 2);
  const rust::TextToken name = rust::NextToken(text_.substr(0, end), open);
  if (name.kind != rust::TextToken::Kind::kPath) return parts;
  parts.name = {name.start, name.length};
  const auto next = static_cast<uint32_t>(SkipBlanks(name.start + size_t{name.length}));
  if (next >= end) return parts;
  const std::string_view behind = "=([{";
  parts.broken = behind.find(text_[next]) == kNowhere;
  (text_[next] == '=' ? parts.value : parts.arguments) = Span(next, end);
  return parts;
}

bool RustScanner::EmitAttributes(bool of_module) {
  for (const ByteSpan attribute : attributes_) {
    if (!EmitAttribute(attribute, of_module)) return false;
  }
  return true;
}

bool RustScanner::EmitAttribute(ByteSpan attribute, bool of_module) {
  const AttributeParts parts = PartsOf(attribute);
  const std::string_view name = Text(parts.name);
  if (of_module && name == "path" && parts.value.length != 0) {
    const rust::TextToken value =
        rust::NextToken(text_.substr(0, attribute.start + attribute.length), parts.value.start + 1);
    if (value.kind != rust::TextToken::Kind::kString) return Doubt("a path that is no string");
    Add(Record::Kind::kOpen, NodeKind::kAttribute, 0, attribute, parts.name);
    Add(Record::Kind::kLeaf, NodeKind::kString, 0, {value.start, value.length},
        {value.start, value.length});
    Add(Record::Kind::kClose, NodeKind::kAttribute, 0, {});
    return true;
  }
  if (of_module && name == "cfg") {
    Add(Record::Kind::kLeaf, NodeKind::kAttribute, 0, attribute, parts.name);
  }
  if (Text(attribute).find("::") == kNowhere) return true;
  if (name.find("::") != kNowhere && MayBeModule(name)) {
    Add(Record::Kind::kLeaf, NodeKind::kAttribute, 0, attribute, parts.name);
  }
  const bool lint = parts.value.length == 0 && rust::IsLint(name);
  const ByteSpan rest = parts.value.length != 0 ? parts.value : parts.arguments;
  if (lint || rest.length == 0) return true;
  const std::string_view text = text_.substr(0, rest.start + size_t{rest.length});
  for (uint32_t from = rest.start;;) {
    const rust::TextToken token = rust::NextToken(text, from);
    if (token.kind == rust::TextToken::Kind::kEnd) return true;
    from = token.start + token.length;
    const std::string_view word = text.substr(token.start, token.length);
    if (token.kind != rust::TextToken::Kind::kPath || word.find("::") == kNowhere) continue;
    if (!MayBeModule(word) || (parts.value.length == 0 && rust::IsToolPath(word))) continue;
    const ByteSpan span = {token.start, token.length};
    Add(Record::Kind::kLeaf, NodeKind::kName, 0, span, span);
  }
}

}  // namespace krepis::analyzer
