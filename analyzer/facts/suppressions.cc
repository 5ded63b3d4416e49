#include "analyzer/facts/suppressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

constexpr std::string_view kMarker = "krepis:";
constexpr std::string_view kForm = "write: krepis: allow(rule-id) until=YYYY-MM-DD why=\"reason\"";

constexpr size_t kMaxRules = 20;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; }

bool IsRuleCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '/' ||
         c == '.';
}

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const auto number = [&](size_t at, size_t digits) {
    int value = 0;
    for (size_t i = at; i < at + digits; ++i) value = 10 * value + (text[i] - '0');
    return value;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

/// Reads one directive: what stands behind the marker on its line.
class Directive {
 public:
  explicit Directive(std::string_view text) : text_(text) {}

  std::vector<std::string> rules;
  std::string until;
  std::string why;
  bool whole_file = false;
  std::string problem;

  void Read() {
    SkipSpace();
    const std::string_view verb = Word();
    if (verb != "allow" && verb != "allow-file") {
      problem = fmt::format("'{}' is no suppression; {}", verb, kForm);
      return;
    }
    whole_file = verb == "allow-file";
    if (!ReadRules() || !ReadKeys()) return;
    if (why.empty()) problem = "a suppression needs a reason: add why=\"…\"";
  }

 private:
  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view Word() {
    const size_t start = at_;
    while (at_ < text_.size() && IsRuleCharacter(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }
  bool Fail(std::string text) {
    problem = std::move(text);
    return false;
  }

  bool ReadRules() {
    SkipSpace();
    if (!Take('(')) return Fail(fmt::format("a suppression names its rule; {}", kForm));
    do {
      if (rules.size() == kMaxRules) return Fail(fmt::format("more than {} rules", kMaxRules));
      SkipSpace();
      const std::string_view rule = Word();
      if (rule.empty()) return Fail(fmt::format("a suppression names its rule; {}", kForm));
      rules.emplace_back(rule);
      SkipSpace();
    } while (Take(','));
    if (!Take(')')) return Fail(fmt::format("')' is missing behind the rule id; {}", kForm));
    return true;
  }

  bool ReadKeys() {
    for (SkipSpace(); at_ < text_.size(); SkipSpace()) {
      const std::string key(Word());
      SkipSpace();
      if (key.empty() || !Take('='))
        return Fail(fmt::format("cannot read '{}'; {}", text_.substr(at_), kForm));
      SkipSpace();
      if (key == "until") {
        if (!until.empty()) return Fail("until is given twice");
        until = Word();
        if (!IsDate(until)) return Fail(fmt::format("'{}' is no date YYYY-MM-DD", until));
      } else if (key == "why") {
        if (!why.empty()) return Fail("why is given twice");
        if (!ReadQuoted(why)) return false;
      } else {
        return Fail(fmt::format("unknown key '{}'; {}", key, kForm));
      }
    }
    return true;
  }

  bool ReadQuoted(std::string& value) {
    if (!Take('"')) return Fail("the reason stands in double quotes: why=\"…\"");
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      value.push_back(text_[at_]);
    }
    return Take('"') || Fail("the reason has no closing quote");
  }

  std::string_view text_;
  size_t at_ = 0;
};

/// The offset in `line` where a directive begins behind its marker, npos when it holds none.
size_t MarkerEnd(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && (IsSpace(line[at]) || line[at] == '/' || line[at] == '*' ||
                              line[at] == '!' || line[at] == '<' || line[at] == '-'))
    ++at;
  return line.substr(at, kMarker.size()) == kMarker ? at + kMarker.size() : std::string_view::npos;
}

void AddLine(std::string_view line, ByteSpan span, bool before_code, FileFacts& facts) {
  const size_t begin = MarkerEnd(line);
  if (begin == std::string_view::npos) return;
  std::string_view text = line.substr(begin);
  if (const size_t close = text.find("*/"); close != std::string_view::npos)
    text = text.substr(0, close);
  Directive directive(text);
  directive.Read();
  if (directive.problem.empty() && directive.whole_file && !before_code)
    directive.problem = "allow-file stands in the first comment, before any code";
  if (directive.rules.empty()) directive.rules.emplace_back();
  for (std::string& rule : directive.rules) {
    SuppressionFact fact;
    fact.rule = std::move(rule);
    fact.until = directive.until;
    fact.why = directive.why;
    fact.whole_file = directive.whole_file;
    fact.problem = directive.problem;
    fact.location.span = span;
    facts.suppressions.push_back(std::move(fact));
  }
}

}  // namespace

void ExtractSuppressions(const Ast& ast, std::string_view source, FileFacts& facts) {
  // Comments stand behind the code in the tree, so places decide.
  uint32_t code_start = ~0u;
  for (const Node node : ast.Children(0)) {
    if (!ast.Is(node, NodeKind::kComment)) code_start = std::min(code_start, ast.span(node).start);
  }
  for (const Node node : ast.Children(0)) {
    if (!ast.Is(node, NodeKind::kComment)) continue;
    const ByteSpan span = ast.span(node);
    if (span.start > source.size()) continue;
    const std::string_view text = source.substr(span.start, span.length);
    for (size_t start = 0; start <= text.size();) {
      const size_t end = std::min(text.find('\n', start), text.size());
      const ByteSpan line{span.start + static_cast<uint32_t>(start),
                          static_cast<uint32_t>(end - start)};
      AddLine(text.substr(start, end - start), line, span.start < code_start, facts);
      start = end + 1;
    }
  }
}

}  // namespace krepis::analyzer
