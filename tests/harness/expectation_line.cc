#include "tests/harness/expectation_line.h"

#include <fmt/format.h>

#include <array>

namespace krepis::testing {
namespace {

constexpr std::array kKinds = {FindingKind::kError, FindingKind::kWarning, FindingKind::kUnknown,
                               FindingKind::kChain};
constexpr std::array<std::string_view, 2> kLeaders = {"//", "#"};

std::string_view TrimLeft(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text;
}

/// "error:" and so on at the start of `text`; the length of what was read, or 0.
size_t ReadKind(std::string_view text, FindingKind& kind) {
  for (const FindingKind candidate : kKinds) {
    const std::string_view name = FindingKindName(candidate);
    if (text.starts_with(name) && text.substr(name.size()).starts_with(':')) {
      kind = candidate;
      return name.size() + 1;
    }
  }
  return 0;
}

/// A comment that starts an expectation: `// error:`. Its offset, or npos.
size_t FindComment(std::string_view line) {
  size_t first = std::string_view::npos;
  for (const std::string_view leader : kLeaders) {
    for (size_t at = line.find(leader); at < first; at = line.find(leader, at + 1)) {
      FindingKind kind;
      const std::string_view rest = line.substr(at + leader.size());
      if (rest.starts_with(' ') && ReadKind(rest.substr(1), kind) != 0) first = at;
    }
  }
  return first;
}

/// Reads `[rule id] "part"`, advancing `text`. Returns what is wrong, or "".
std::string ReadBody(std::string_view& text, Expectation& expectation) {
  text = TrimLeft(text);
  const size_t close = text.find(']');
  if (!text.starts_with('[') || close == std::string_view::npos) return "expected [rule-id]";
  const std::string_view rule = text.substr(1, close - 1);
  const size_t space = rule.find(' ');
  expectation.rule = rule.substr(0, space);
  if (space != std::string_view::npos) expectation.id = TrimLeft(rule.substr(space));
  if (expectation.rule.empty()) return "expected a rule's id between [ and ]";
  text = TrimLeft(text.substr(close + 1));
  if (!text.starts_with('"')) return "expected \"part of the message\" after [rule-id]";
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      if (expectation.part.empty()) return "the part of the message is empty";
      return "";
    }
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    expectation.part += text[i];
  }
  return "the part of the message has no closing quote";
}

std::string ReadAll(std::string_view text, std::vector<Expectation>& expectations) {
  for (text = TrimLeft(text); !text.empty(); text = TrimLeft(text)) {
    Expectation expectation;
    const size_t length = ReadKind(text, expectation.kind);
    if (length == 0) return "expected error:, warning:, unknown: or chain:";
    text.remove_prefix(length);
    if (std::string wrong = ReadBody(text, expectation); !wrong.empty()) return wrong;
    expectations.push_back(std::move(expectation));
  }
  return "";
}

/// A line `// ^^^ ...`: the span, and `rest` set to what follows the carets.
std::optional<ColumnSpan> ReadCarets(std::string_view line, std::string_view& rest) {
  std::string_view text = TrimLeft(line);
  for (const std::string_view leader : kLeaders) {
    if (!text.starts_with(leader)) continue;
    text.remove_prefix(leader.size());
    const bool from_start = text.starts_with('<');
    text = from_start ? text.substr(1) : TrimLeft(text);
    if (!text.starts_with('^')) return std::nullopt;
    ColumnSpan span;
    span.begin = from_start ? 1 : static_cast<uint32_t>(line.size() - text.size()) + 1;
    text.remove_prefix(std::min(text.find_first_not_of('^'), text.size()));
    span.end = static_cast<uint32_t>(line.size() - text.size()) + 1;
    if (text.starts_with("...")) {
      span.open = true;
      text.remove_prefix(3);
    }
    rest = text;
    return span;
  }
  return std::nullopt;
}

}  // namespace

ExpectationLine ReadExpectationLine(std::string_view line) {
  ExpectationLine read;
  read.code_size = line.size();
  std::string_view rest;
  if ((read.carets = ReadCarets(line, rest))) {
    read.code_size = 0;
    read.error = ReadAll(rest, read.expectations);
    return read;
  }
  const size_t comment = FindComment(line);
  if (comment == std::string_view::npos) return read;
  const std::string_view code = line.substr(0, comment);
  read.code_size = code.find_last_not_of(" \t") + 1;  // npos + 1 is 0: there is no code
  read.error = ReadAll(line.substr(line.find(' ', comment)), read.expectations);
  return read;
}

}  // namespace krepis::testing
