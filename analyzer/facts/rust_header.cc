#include "analyzer/facts/rust_header.h"

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

constexpr auto kNone = std::string_view::npos;
/// No header that anyone writes is longer.
constexpr size_t kHeaderBytes = 8192;
constexpr size_t kMaxGenerics = 64;

bool IsBlank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Behind blanks and comments.
size_t Skip(std::string_view text, size_t at) {
  for (;;) {
    while (at < text.size() && IsBlank(text[at])) ++at;
    if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const size_t end = text.find("*/", at + 2);
      at = end == kNone ? text.size() : end + 2;
    } else {
      return at;
    }
  }
}

/// Whether the `>` at `at` ends an arrow.
bool IsArrow(std::string_view text, size_t at) {
  return text[at] == '>' && at > 0 && (text[at - 1] == '-' || text[at - 1] == '=');
}

int BracketStep(std::string_view text, size_t at) {
  switch (text[at]) {
    case '<':
    case '(':
    case '[':
    case '{':
      return 1;
    case '>':
      return IsArrow(text, at) ? 0 : -1;
    case ')':
    case ']':
    case '}':
      return -1;
    default:
      return 0;
  }
}

/// Behind the bracket that closes the one at `open`; the end of the text when nothing does.
size_t BehindBracket(std::string_view text, size_t open) {
  int depth = 0;
  for (size_t at = open; at < text.size(); ++at) {
    depth += BracketStep(text, at);
    if (depth <= 0) return at + 1;
  }
  return text.size();
}

std::string_view WordAt(std::string_view text, size_t at) {
  size_t end = at;
  if (text.substr(at, 2) == "r#") end += 2;
  while (end < text.size() && IsWord(text[end])) ++end;
  return text.substr(at, end - at);
}

/// Where `word` stands alone outside of brackets from `from` on, or npos.
size_t FindWord(std::string_view text, std::string_view word, size_t from) {
  int depth = 0;
  for (size_t at = from; at < text.size();) {
    depth += BracketStep(text, at);
    if (!IsWord(text[at])) {
      ++at;
      continue;
    }
    const std::string_view found = WordAt(text, at);
    if (depth == 0 && found == word) return at;
    at += std::max<size_t>(1, found.size());
  }
  return kNone;
}

bool IsItemKeyword(std::string_view word) {
  return word == "fn" || word == "struct" || word == "enum" || word == "union" || word == "trait" ||
         word == "impl" || word == "type";
}

void AddBounds(RustGeneric& generic, std::string_view text) {
  for (std::string_view bound : SplitRustList(text, '+')) {
    if (bound.starts_with("for") && bound.find('<') != kNone)
      bound = TrimRust(bound.substr(BehindBracket(bound, bound.find('<'))));
    while (bound.starts_with('(')) bound = TrimRust(bound.substr(1));
    const std::string_view path = RustPathPrefix(bound);
    if (!path.empty() && generic.bounds.size() < kMaxGenerics) generic.bounds.push_back(path);
  }
}

void ReadGenerics(std::string_view text, RustHeader& header) {
  for (std::string_view part : SplitRustList(text)) {
    if (part.starts_with('\'') || header.generics.size() >= kMaxGenerics) continue;
    if (part.starts_with("const ")) part = TrimRust(part.substr(6));
    RustGeneric generic;
    generic.name = WordAt(part, 0);
    if (generic.name.empty()) continue;
    const std::string_view rest = TrimRust(part.substr(generic.name.size()));
    if (rest.starts_with(':') && std::isupper(static_cast<unsigned char>(part[0])) != 0)
      AddBounds(generic, SplitRustList(rest.substr(1), '=').front());
    header.generics.push_back(std::move(generic));
  }
}

void ReadWhere(std::string_view text, RustHeader& header) {
  for (const std::string_view part : SplitRustList(text)) {
    const std::string_view name = WordAt(part, 0);
    const std::string_view rest = TrimRust(part.substr(name.size()));
    if (!rest.starts_with(':') || rest.starts_with("::")) continue;
    for (RustGeneric& generic : header.generics) {
      if (generic.name == name) AddBounds(generic, rest.substr(1));
    }
  }
}

/// Where the body of the item begins, or its end.
size_t HeaderEnd(std::string_view text, size_t from) {
  int depth = 0;
  for (size_t at = from; at < text.size(); ++at) {
    if (depth == 0 && (text[at] == '{' || text[at] == ';')) return at;
    depth += BracketStep(text, at);
  }
  return text.size();
}

}  // namespace

const RustGeneric* RustHeader::Find(std::string_view name) const {
  for (const RustGeneric& generic : generics) {
    if (generic.name == name) return &generic;
  }
  return nullptr;
}

std::string_view TrimRust(std::string_view text) {
  text.remove_prefix(std::min(Skip(text, 0), text.size()));
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> SplitRustList(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    const bool end = at == text.size();
    if (!end) depth += BracketStep(text, at);
    if (!end && (text[at] != separator || depth > 0)) continue;
    const std::string_view part = TrimRust(text.substr(begin, at - begin));
    if (!part.empty() || parts.empty()) parts.push_back(part);
    begin = at + 1;
  }
  return parts;
}

std::string_view RustPathPrefix(std::string_view text) {
  size_t at = 0;
  for (;;) {
    if (text.substr(at, 2) == "::") at += 2;
    const std::string_view word = WordAt(text, at);
    if (word.empty()) break;
    at += word.size();
    if (text.substr(at, 2) != "::") break;
  }
  std::string_view path = text.substr(0, at);
  if (path.ends_with("::")) path.remove_suffix(2);
  return path;
}

RustHeader ReadRustHeader(std::string_view text) {
  RustHeader header;
  text = text.substr(0, kHeaderBytes);
  size_t at = 0;
  std::string_view keyword;
  while (at < text.size() && keyword.empty()) {
    at = Skip(text, at);
    if (at >= text.size()) return header;
    const std::string_view word = WordAt(text, at);
    if (IsItemKeyword(word)) keyword = word;
    if (text[at] == '(') {  // pub(crate)
      at = BehindBracket(text, at);
    } else if (text[at] == '"') {  // extern "C"
      at = std::min(text.find('"', at + 1), text.size() - 1) + 1;
    } else {
      at += std::max<size_t>(1, word.size());
    }
  }
  text = text.substr(0, HeaderEnd(text, at));
  at = Skip(text, at);
  if (keyword != "impl") at = Skip(text, at + WordAt(text, at).size());
  if (at < text.size() && text[at] == '<') {
    const size_t behind = BehindBracket(text, at);
    if (behind > at + 2) ReadGenerics(text.substr(at + 1, behind - at - 2), header);
    at = Skip(text, behind);
  }
  const size_t where = FindWord(text, "where", at);
  if (where != kNone) ReadWhere(text.substr(where + 5), header);
  const size_t end = std::min(where, text.size());
  if (keyword == "impl") {
    const size_t word = FindWord(text.substr(0, end), "for", at);
    const size_t type = word == kNone ? at : word + 3;
    if (type < end) header.self_type = TrimRust(text.substr(type, end - type));
  } else if (keyword == "fn" && at < text.size() && text[at] == '(') {
    size_t arrow = Skip(text, BehindBracket(text, at));
    if (text.substr(arrow, 2) == "->") {
      header.result = static_cast<uint32_t>(arrow + 2);
      header.result_end = static_cast<uint32_t>(end);
    }
  }
  return header;
}

}  // namespace krepis::analyzer
