#include <cstring>

#include "analyzer/frontend/byte_search.h"
#include "analyzer/frontend/rust_scanner.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNowhere = std::string_view::npos;

}  // namespace

void RustScanner::Number() {
  const auto start = static_cast<uint32_t>(at_);
  while (IsRustWord(At(at_))) ++at_;
  if (At(at_) == '.' && RustByteOf(At(at_ + 1)) == RustByte::kDigit) {
    ++at_;
    while (IsRustWord(At(at_))) ++at_;
  }
  Operand(TokenKind::kLiteral, start);
}

bool RustScanner::String() {
  const size_t start = at_;
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  const char* at = begin + start + 1;
  for (;;) {
    at = FindByte<'"', '\\'>(at, end);
    if (end - at < 2 && (at == end || *at != '"')) return Doubt("a string that is not closed");
    if (*at == '"') break;
    at += 2;
  }
  at_ = static_cast<size_t>(at + 1 - begin);
  Operand(TokenKind::kLiteral, static_cast<uint32_t>(start));
  return true;
}

bool RustScanner::RawString(uint32_t start) {
  size_t open = at_;
  while (At(open) == '#') ++open;
  const size_t hashes = open - at_;
  if (At(open) != '"') return Doubt("a # that begins no raw string");
  for (size_t end = text_.find('"', open + 1); end != kNowhere; end = text_.find('"', end + 1)) {
    size_t closed = 0;
    while (closed < hashes && At(end + 1 + closed) == '#') ++closed;
    if (closed < hashes) continue;
    at_ = end + 1 + hashes;
    Operand(TokenKind::kLiteral, start);
    return true;
  }
  return Doubt("a string that is not closed");
}

/// A character, or a lifetime.
bool RustScanner::Tick() {
  const size_t start = at_;
  const char next = At(at_ + 1);
  if (next == '\\') {
    size_t end = at_ + 3;
    while (At(end) != '\'' && At(end) != '\n' && end < text_.size()) ++end;
    if (At(end) != '\'') return Doubt("a character that is not closed");
    at_ = end + 1;
    Operand(TokenKind::kLiteral, static_cast<uint32_t>(start));
    return true;
  }
  const auto lead = static_cast<unsigned char>(next);
  const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (At(at_ + 1 + length) == '\'' && next != '\'') {
    at_ += length + 2;
    Operand(TokenKind::kLiteral, static_cast<uint32_t>(start));
    return true;
  }
  if (!IsRustWordStart(next)) return Doubt("a ' that begins no character");
  ++at_;
  while (IsRustWord(At(at_))) ++at_;
  if (At(at_) == '\'') return Doubt("a ' that begins no character");
  Before(TokenKind::kMark, '\'', start);
  return true;
}

bool RustScanner::Slash() {
  const char next = At(at_ + 1);
  if (next == '/' || next == '*') return Comment();
  Before(TokenKind::kMark, '/', at_++);
  return true;
}

bool RustScanner::Comment() {
  const size_t start = at_;
  if (At(at_ + 1) == '/') {
    const void* line = std::memchr(text_.data() + at_, '\n', text_.size() - at_);
    at_ = line == nullptr ? text_.size()
                          : static_cast<size_t>(static_cast<const char*>(line) - text_.data());
  } else {
    const char* const end = text_.data() + text_.size();
    const char* at = text_.data() + at_ + 2;
    for (size_t depth = 1; depth != 0;) {
      at = FindByte<'*', '/'>(at, end);
      if (end - at < 2) return Doubt("a comment that is not closed");
      const bool closes = at[0] == '*' && at[1] == '/';
      const bool opens = at[0] == '/' && at[1] == '*';
      at += closes || opens ? 2 : 1;
      depth = closes ? depth - 1 : opens ? depth + 1 : depth;
    }
    at_ = static_cast<size_t>(at - text_.data());
  }
  if (kept_comments_.Keeps(text_.substr(start, at_ - start))) {
    comments_.push_back(Span(start, at_));
  }
  return true;
}

/// Behind blanks and comments, of which it notes those that may suppress something.
bool RustScanner::BehindBlanks() {
  for (;;) {
    while (IsRustBlank(At(at_))) ++at_;
    if (At(at_) != '/' || (At(at_ + 1) != '/' && At(at_ + 1) != '*')) return true;
    if (!Comment()) return false;
  }
}

size_t RustScanner::SkipBlanks(size_t at) const {
  for (;;) {
    while (IsRustBlank(At(at))) ++at;
    if (At(at) != '/' || (At(at + 1) != '/' && At(at + 1) != '*')) return at;
    at = rust::BehindComment(text_, at);
  }
}

}  // namespace krepis::analyzer
