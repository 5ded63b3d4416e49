#include "analyzer/frontend/rust_text.h"

#include <algorithm>
#include <vector>

namespace krepis::analyzer::rust {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr int kMaxQualified = 8;
constexpr size_t kMaxMacroName = 200;

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

bool StartsName(std::string_view text, size_t at) {
  return at < text.size() && IsWordStart(text[at]);
}

/// Behind the path whose first name, or the colons in front of it, begins at `at`.
size_t BehindPath(std::string_view text, size_t at) {
  for (;;) {
    if (text.substr(at, 2) == "::" && StartsName(text, at + 2)) at += 2;
    if (!StartsName(text, at)) return at;
    if (text.substr(at, 2) == "r#" && StartsName(text, at + 2)) at += 2;
    while (at < text.size() && IsWord(text[at])) ++at;
  }
}

/// Behind the character, lifetime, comment or number at `at`; `at` itself when there is none.
size_t BehindSilent(std::string_view text, size_t at) {
  const char value = text[at];
  if (value == '\'') return SkipTick(text, at);
  if (text.substr(at, 2) == "//" || text.substr(at, 2) == "/*") return BehindComment(text, at);
  if (value >= '0' && value <= '9') {
    while (at < text.size() && IsWord(text[at])) ++at;
  }
  return at;
}

/// Behind a raw string whose prefix is the word from `at` to `end`; `end` when it is no prefix.
size_t BehindRaw(std::string_view text, size_t at, size_t end) {
  const std::string_view word = text.substr(at, end - at);
  const bool prefix = word == "r" || word == "b" || word == "br" || word == "c" || word == "cr";
  return prefix ? SkipRaw(text, end) : end;
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

std::string_view LastSegment(std::string_view path) {
  const size_t colon = path.rfind("::");
  return colon == kNone ? path : path.substr(colon + 2);
}

bool IsLint(std::string_view attribute) {
  static constexpr std::string_view kLints[] = {"allow",  "deny",   "doc",  "expect", "feature",
                                                "forbid", "inline", "repr", "warn"};
  return std::find(std::begin(kLints), std::end(kLints), attribute) != std::end(kLints);
}

bool IsToolPath(std::string_view path) {
  const std::string_view first = path.substr(0, path.find("::"));
  return first == "clippy" || first == "rustdoc" || first == "rustfmt" || first == "rust_analyzer";
}

bool IsTestAttribute(std::string_view name, std::string_view arguments) {
  const std::string_view last = LastSegment(name);
  if (last == "test" || last == "bench") return true;  // #[tokio::test]
  return name == "cfg" && !arguments.empty() && ImpliesTest(arguments);
}

size_t BehindComment(std::string_view text, size_t open) {
  if (text.substr(open, 2) == "//") return std::min(text.find('\n', open), text.size());
  size_t depth = 1;  // these nest
  for (size_t at = text.find_first_of("/*", open + 2); at < text.size();
       at = text.find_first_of("/*", at)) {
    const std::string_view pair = text.substr(at, 2);
    at += pair == "/*" || pair == "*/" ? 2 : 1;
    if (pair == "/*") ++depth;
    if (pair == "*/" && --depth == 0) return at;
  }
  return text.size();
}

bool TakesData(std::string_view macro) {
  static constexpr std::string_view kDataMacros[] = {
      "quote",     "quote_spanned", "parse_quote", "parse_quote_spanned",
      "stringify", "concat_idents", "macro_rules"};
  return std::find(std::begin(kDataMacros), std::end(kDataMacros), LastSegment(macro)) !=
         std::end(kDataMacros);
}

bool IncludesText(std::string_view macro) {
  return macro == "include" || macro == "std::include" || macro == "core::include";
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

size_t BehindBrackets(std::string_view text, size_t open) {
  size_t depth = 0;
  for (size_t at = open; at < text.size();) {
    const char value = text[at];
    if (value == '"') {
      at = SkipQuoted(text, at);
    } else if (const size_t behind = BehindSilent(text, at); behind != at) {
      at = behind;
    } else if (IsWordStart(value)) {
      at = BehindRaw(text, at, BehindPath(text, at));
    } else {
      ++at;
      if (value == '(' || value == '[' || value == '{') ++depth;
      if ((value == ')' || value == ']' || value == '}') && --depth == 0) return at;
    }
  }
  return kNone;
}

uint32_t BehindMacro(std::string_view text, uint32_t at) {
  const size_t mark = std::min(text.find('!', at), text.size() - 1) + 1;
  // `macro_rules! name { … }` has a name in front of it.
  const size_t open = text.substr(0, mark + kMaxMacroName).find_first_of("()[]{};,", mark);
  const bool opens = open != kNone && std::string_view("([{").find(text[open]) != kNone;
  const size_t behind = opens ? BehindBrackets(text, open) : kNone;
  return static_cast<uint32_t>(behind == kNone ? mark : behind);
}

size_t BehindUse(std::string_view text, size_t start) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t tree = text.find_first_not_of(kBlanks, start + 3);
  if (tree == kNone || tree == start + 3) return kNone;
  const size_t end = text.find(';', tree);
  if (end == kNone || end == tree) return kNone;
  for (const char c : text.substr(tree, end - tree)) {
    const bool mark = std::string_view(":{},*#").find(c) != kNone || kBlanks.find(c) != kNone;
    if (!mark && !IsWord(c)) return kNone;
  }
  return end + 1;
}

TextToken NextToken(std::string_view text, uint32_t from) {
  size_t at = from;
  while (at < text.size()) {
    const char value = text[at];
    if (value == '"') {
      const uint32_t end = SkipQuoted(text, at);
      return {TextToken::Kind::kString, static_cast<uint32_t>(at), end - static_cast<uint32_t>(at)};
    }
    if (const size_t behind = BehindSilent(text, at); behind != at) {
      at = behind;
    } else if (IsWordStart(value) || (text.substr(at, 2) == "::" && StartsName(text, at + 2))) {
      const size_t end = BehindPath(text, at);
      if (value == ':' && at > 0 && text[at - 1] == '>') {
        at = end;
        continue;
      }
      if (const size_t string = BehindRaw(text, at, end); string != end) {
        return {TextToken::Kind::kString, static_cast<uint32_t>(at),
                static_cast<uint32_t>(string - at)};
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
