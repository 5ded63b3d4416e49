#include "analyzer/frontend/rust_scanner.h"
#include "analyzer/frontend/rust_text.h"

namespace krepis::analyzer {
namespace {

/// Headers of items are read ahead as far as that.
constexpr size_t kMaxHeader = 4096;

}  // namespace

/// Behind the generic parameters or arguments at `at`, if there are any.
bool RustScanner::BehindAngles(size_t& at) {
  if (At(at) != '<') return true;
  const std::string_view text = text_.substr(0, at + kMaxHeader);
  for (size_t depth = 0; at < text.size();) {
    const char value = text[at];
    if (value == '(' || value == '[' || value == '{') {
      at = rust::BehindBrackets(text, at);
      continue;
    }
    if (value == '"' || value == ';' || value == '}') break;
    if (value == '/' && (At(at + 1) == '/' || At(at + 1) == '*')) break;
    if (value == '<') ++depth;
    const bool closes = value == '>' && text[at - 1] != '-' && text[at - 1] != '=';
    ++at;
    if (closes && --depth == 0) return true;
  }
  return Doubt("generic parameters that cannot be read");
}

/// `for<'a> a::Trait<…>(…)`: notes the path, behind `for`, and goes behind all of it but `-> T`.
bool RustScanner::BehindBound(size_t& at, ByteSpan& path) {
  path = {};
  if (text_.substr(at, 3) == "for" && At(SkipBlanks(at + 3)) == '<') {
    at = SkipBlanks(at + 3);
    if (!BehindAngles(at)) return false;
    at = SkipBlanks(at);
  }
  const rust::TextToken token =
      rust::NextToken(text_.substr(0, at + kMaxHeader), static_cast<uint32_t>(at));
  if (token.kind != rust::TextToken::Kind::kPath || token.start != at) return true;
  path = {token.start, token.length};
  at = SkipBlanks(token.start + size_t{token.length});
  return BehindAngles(at);
}

/// `impl<…> a::Trait` may go on with `for`.
bool RustScanner::ImplHeader() {
  size_t at = SkipBlanks(at_);
  if (!BehindAngles(at)) return false;
  at = SkipBlanks(at);
  if (At(at) == '!') at = SkipBlanks(at + 1);
  ByteSpan path;
  const bool read = BehindBound(at, path);
  frames_.back().base = path;
  return read;
}

/// `trait A<…>: B + a::C<…> + 'static`, behind its name.
bool RustScanner::Bounds() {
  size_t at = SkipBlanks(at_);
  if (!BehindAngles(at)) return false;
  at = SkipBlanks(at);
  if (At(at) != ':' || At(at + 1) == ':') return true;
  for (char next = '+'; next == '+';) {
    at = SkipBlanks(at + 1);
    next = At(at);
    if (next == '{' || next == ';') break;
    if (next == '(' || next == '?' || next == '~' || next == '/') {
      return Doubt("bounds of a trait that cannot be read");
    }
    if (next == '\'') {
      for (++at; IsRustWord(At(at));) ++at;
    } else {
      ByteSpan path;
      if (!BehindBound(at, path)) return false;
      if (Text(path) == "where") break;
      at = SkipBlanks(at);
      if (At(at) == '(') {
        at = SkipBlanks(rust::BehindBrackets(text_.substr(0, at + kMaxHeader), at));
      }
      if (path.length == 0 || at >= text_.size() || At(at) == '-') {
        return Doubt("bounds of a trait that cannot be read");
      }
      HoldsItem();
      Add(Record::Kind::kLeaf, NodeKind::kBase, 0, path, path);
    }
    at = SkipBlanks(at);
    next = At(at);
  }
  return true;
}

}  // namespace krepis::analyzer
