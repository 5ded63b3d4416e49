#include "analyzer/frontend/rust_text.h"

#include <algorithm>
#include <vector>

namespace krepis::analyzer::rust {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr int kMaxQualified = 8;

bool IsBlank(char value) { return value == ' ' || value == '\t' || value == '\n' || value == '\r'; }

bool IsWordStart(char value) {
  return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || value == '_' ||
         static_cast<unsigned char>(value) >= 0x80;
}

bool IsWord(char value) { return IsWordStart(value) || (value >= '0' && value <= '9'); }

/// Behind the `>` that closes the `<` at `open`, or npos. The arrow of `Fn() -> T` closes nothing.
size_t CloseAngle(std::string_view text, size_t open) {
  size_t depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '<') ++depth;
    if (text[i] != '>' || text[i - 1] == '-') continue;
    if (--depth == 0) return i + 1;
  }
  return kNone;
}

/// In `T as a::Trait<X>`, what follows the last ` as ` outside of brackets; else all of it.
std::string_view TraitOf(std::string_view qualified) {
  size_t depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i < qualified.size(); ++i) {
    const char value = qualified[i];
    if (value == '<') ++depth;
    if (value == '>' && depth > 0 && qualified[i - 1] != '-') --depth;
    if (depth == 0 && IsBlank(value) && qualified.substr(i + 1, 3) == "as ") begin = i + 4;
  }
  return qualified.substr(begin);
}

uint32_t SkipQuoted(std::string_view text, size_t open) {
  size_t at = open + 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return static_cast<uint32_t>(std::min(at + 1, text.size()));
}

/// Behind a raw string whose hashes or quote begin at `at`; `at` itself when there is none.
uint32_t SkipRaw(std::string_view text, size_t at) {
  size_t quote = at;
  while (quote < text.size() && text[quote] == '#') ++quote;
  if (quote == text.size() || text[quote] != '"') return static_cast<uint32_t>(at);
  const size_t hashes = quote - at;
  for (size_t end = text.find('"', quote + 1); end != kNone; end = text.find('"', end + 1)) {
    size_t closed = 0;
    while (closed < hashes && end + 1 + closed < text.size() && text[end + 1 + closed] == '#') {
      ++closed;
    }
    if (closed == hashes) return static_cast<uint32_t>(end + 1 + hashes);
  }
  return static_cast<uint32_t>(text.size());
}

/// Behind a character or a lifetime.
size_t SkipTick(std::string_view text, size_t tick) {
  if (text.substr(tick + 1, 1) == "\\") {
    const size_t end = text.find('\'', tick + 3);
    return end == kNone ? text.size() : end + 1;
  }
  size_t word = tick + 1;
  while (word < text.size() && IsWord(text[word])) ++word;
  if (word == tick + 1) ++word;  // '('
  return word < text.size() && text[word] == '\'' ? word + 1 : std::min(word, text.size());
}

/// `::a` that does not go on behind generic arguments.
bool StartsRootPath(std::string_view text, size_t at) {
  return text.substr(at, 2) == "::" && at + 2 < text.size() && IsWordStart(text[at + 2]) &&
         (at == 0 || text[at - 1] != '>');
}

}  // namespace

std::string_view PlainPath(std::string_view text, std::string* buffer) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return IsWord(c) || c == ':'; })) {
    return text;
  }
  std::string path(text);
  for (int i = 0; !path.empty() && path[0] == '<'; ++i) {
    const size_t behind = CloseAngle(path, 0);
    if (behind == kNone || i == kMaxQualified) return {};
    path = std::string(TraitOf(std::string_view(path).substr(1, behind - 2))) + path.substr(behind);
  }
  buffer->clear();
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '<') {
      const size_t behind = CloseAngle(path, i);
      if (buffer->ends_with("::")) buffer->resize(buffer->size() - 2);
      if (behind == kNone) break;
      i = behind - 1;
    } else if (IsWord(path[i]) || path[i] == ':' || path[i] == '#' || path[i] == '$') {
      *buffer += path[i];
    }
  }
  return *buffer;
}

bool ImpliesTest(std::string_view predicate) {
  // One frame per open bracket: whether it means "each of" (any) or "one of" (all), and what was
  // found in it.
  struct Frame {
    char kind;  // 'l' all, 'y' any, 'n' anything else
    bool some = false;
    bool every = true;
    bool empty = true;
  };
  std::vector<Frame> open = {{'l'}};
  const auto add = [&](bool implies) {
    Frame& frame = open.back();
    frame.some |= implies;
    frame.every &= implies;
    frame.empty = false;
  };
  std::string_view word;
  for (size_t at = 0; at < predicate.size();) {
    const char value = predicate[at];
    if (IsWordStart(value)) {
      size_t end = at;
      while (end < predicate.size() && IsWord(predicate[end])) ++end;
      word = predicate.substr(at, end - at);
      at = end;
      continue;
    }
    if (value == '"') {
      at = SkipQuoted(predicate, at);
      continue;
    }
    ++at;
    if (value == '(') {
      // The brackets of cfg(…) itself hold one predicate.
      const bool all = word == "all" || (word.empty() && open.size() == 1);
      open.push_back({all ? 'l' : word == "any" ? 'y' : 'n'});
      word = {};
    } else if (value == ')' || value == ',') {
      if (!word.empty()) add(word == "test");
      word = {};
      if (value == ')' && open.size() > 1) {
        const Frame frame = open.back();
        open.pop_back();
        add(frame.kind == 'l' ? frame.some : frame.kind == 'y' && frame.every && !frame.empty);
      }
    } else if (value == '=') {
      word = "=";  // name = "value" is no test
    }
  }
  if (!word.empty()) add(word == "test");
  return open.size() == 1 && open.back().some;
}

TextToken NextToken(std::string_view text, uint32_t from) {
  size_t at = from;
  while (at < text.size()) {
    const char value = text[at];
    if (value == '"') {
      const uint32_t end = SkipQuoted(text, at);
      return {TextToken::Kind::kString, static_cast<uint32_t>(at), end - static_cast<uint32_t>(at)};
    }
    if (value == '\'') {
      at = SkipTick(text, at);
    } else if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const size_t end = text.find("*/", at + 2);
      at = end == kNone ? text.size() : end + 2;
    } else if (value >= '0' && value <= '9') {
      while (at < text.size() && IsWord(text[at])) ++at;
    } else if (IsWordStart(value) || StartsRootPath(text, at)) {
      size_t end = at;
      for (;;) {
        if (text.substr(end, 2) == "::" && end + 2 < text.size() && IsWordStart(text[end + 2])) {
          end += 2;
        }
        if (end == text.size() || !IsWord(text[end])) break;
        while (end < text.size() && IsWord(text[end])) ++end;
      }
      const std::string_view word = text.substr(at, end - at);
      if (word == "r" || word == "b" || word == "br" || word == "c" || word == "cr") {
        const uint32_t behind = SkipRaw(text, end);
        if (behind != end) {
          return {TextToken::Kind::kString, static_cast<uint32_t>(at),
                  behind - static_cast<uint32_t>(at)};
        }
      }
      return {TextToken::Kind::kPath, static_cast<uint32_t>(at), static_cast<uint32_t>(end - at)};
    } else {
      ++at;
    }
  }
  return {TextToken::Kind::kEnd, static_cast<uint32_t>(text.size()), 0};
}

std::string_view StringBody(std::string_view literal, bool* raw) {
  const size_t quote = literal.find('"');
  *raw = false;
  if (quote == kNone) return {};
  const std::string_view prefix = literal.substr(0, quote);
  *raw = prefix.find('r') != kNone;
  const size_t hashes = static_cast<size_t>(std::count(prefix.begin(), prefix.end(), '#'));
  std::string_view body = literal.substr(quote + 1);
  if (body.size() <= hashes) return {};
  body.remove_suffix(hashes);
  if (body.ends_with('"')) body.remove_suffix(1);
  return body;
}

}  // namespace krepis::analyzer::rust
