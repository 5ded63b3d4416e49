#include "analyzer/frontend/cpp_text.h"

#include <algorithm>

namespace krepis::analyzer::cpp {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::string_view kOperator = "operator";
constexpr std::string_view kTemplate = "template";  // a::template b<c> is a::b

bool IsWord(char value) {
  return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') ||
         (value >= '0' && value <= '9') || value == '_' || value == '$' ||
         static_cast<unsigned char>(value) >= 0x80;
}

bool IsPlain(char value) { return IsWord(value) || value == ':' || value == '~'; }

/// Behind the comment that begins at `at`; `at` itself when none does.
size_t SkipComment(std::string_view text, size_t at) {
  if (text.substr(at, 2) == "//") return std::min(text.find('\n', at), text.size());
  if (text.substr(at, 2) != "/*") return at;
  const size_t end = text.find("*/", at + 2);
  return end == kNone ? text.size() : end + 2;
}

/// Behind the `>` that closes the `<` at `open`; what stands in round brackets does not close it.
size_t CloseAngle(std::string_view text, size_t open) {
  size_t angles = 0;
  size_t rounds = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(') ++rounds;
    if (text[i] == ')' && rounds > 0) --rounds;
    if (rounds > 0) continue;
    if (text[i] == '<') ++angles;
    if (text[i] == '>' && text[i - 1] != '-' && --angles == 0) return i + 1;
  }
  return text.size();
}

/// Where the word `operator` stands in the path, or npos.
size_t FindOperator(std::string_view text) {
  for (size_t at = text.find(kOperator); at != kNone; at = text.find(kOperator, at + 1)) {
    const size_t behind = at + kOperator.size();
    const bool begins = at == 0 || !IsWord(text[at - 1]);
    if (begins && (behind == text.size() || !IsWord(text[behind]))) return at;
  }
  return kNone;
}

}  // namespace

std::string_view PlainPath(std::string_view text, std::string* buffer) {
  if (std::all_of(text.begin(), text.end(), IsPlain)) return text;
  buffer->clear();
  const size_t operation = FindOperator(text);
  const std::string_view path = text.substr(0, operation);
  for (size_t i = 0; i < path.size();) {
    if (path[i] == '<') {
      i = CloseAngle(path, i);
      continue;
    }
    const size_t behind = SkipComment(path, i);
    if (behind != i) {
      i = behind;
      continue;
    }
    if (IsPlain(path[i])) {
      *buffer += path[i];
    } else if (buffer->ends_with(kTemplate)) {
      const size_t before = buffer->size() - kTemplate.size();
      if (before == 0 || (*buffer)[before - 1] == ':') buffer->resize(before);
    }
    ++i;
  }
  if (operation == kNone) return *buffer;
  *buffer += kOperator;
  // `operator bool` needs its blank, `operator <<` does not.
  for (size_t i = operation + kOperator.size(); i < text.size(); ++i) {
    const bool blank = text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r';
    if (!blank) {
      *buffer += text[i];
    } else if (i + 1 < text.size() && IsWord(text[i + 1]) && IsWord(buffer->back())) {
      *buffer += ' ';
    }
  }
  return *buffer;
}

std::string_view StringBody(std::string_view literal, bool* raw) {
  const size_t quote = literal.find('"');
  *raw = false;
  if (quote == kNone) return {};
  *raw = quote > 0 && literal[quote - 1] == 'R';
  std::string_view body = literal.substr(quote + 1);
  if (*raw) {
    const size_t open = body.find('(');
    if (open == kNone || body.size() < 2 * open + 3) return {};
    return body.substr(open + 1, body.size() - 2 * open - 3);
  }
  if (body.ends_with('"')) body.remove_suffix(1);
  return body;
}

}  // namespace krepis::analyzer::cpp
