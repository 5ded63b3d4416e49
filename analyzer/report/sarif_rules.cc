#include "analyzer/report/sarif_rules.h"

#include <algorithm>
#include <cassert>

#include "analyzer/core/escape.h"
#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxDescription = 1'024;  // of GitHub code scanning, in characters

/// layering/allow-only -> LayeringAllowOnly: SARIF wants a name that reads as an identifier.
std::string NameOf(std::string_view id) {
  std::string name;
  bool word_start = true;
  for (const char c : id) {
    const bool lower = c >= 'a' && c <= 'z';
    if (lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      name += word_start && lower ? static_cast<char>(c - 'a' + 'A') : c;
      word_start = false;
    } else {
      word_start = true;
    }
  }
  return name;
}

/// The first `limit` code points.
std::string_view Head(std::string_view text, size_t limit) {
  size_t i = 0;
  for (size_t n = 0; i < text.size() && n < limit; ++n) i += DecodeUtf8(text, i).length;
  return text.substr(0, i);
}

/// The text under `## heading` up to the next heading, its lines joined; "" when there is none.
std::string Section(std::string_view markdown, std::string_view heading) {
  std::string body;
  bool inside = false;
  while (!markdown.empty()) {
    const size_t end = std::min(markdown.find('\n'), markdown.size());
    std::string_view line = markdown.substr(0, end);
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with('#')) {
      if (inside) break;
      line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
      inside = line == heading;
    } else if (inside) {
      if (!body.empty() && !line.empty()) body += ' ';
      body += line;
    }
  }
  return body;
}

void WriteText(JsonWriter& json, std::string_view key, std::string_view text) {
  json.Key(key).BeginObject().Member("text", Head(text, kMaxDescription)).EndObject();
}

void WriteRule(JsonWriter& json, const RuleDescription& rule) {
  const std::string summary = rule.summary.empty() ? rule.id : rule.summary;
  const std::string what = Section(rule.markdown, "What it does");
  const std::string help = rule.markdown.empty() ? "krepis explain " + rule.id : rule.markdown;
  json.BeginObject().Member("id", rule.id).Member("name", NameOf(rule.id));
  WriteText(json, "shortDescription", summary);
  WriteText(json, "fullDescription", what.empty() ? summary : what);
  json.Key("help").BeginObject().Member("text", help).Member("markdown", help).EndObject();
  json.Key("defaultConfiguration").BeginObject();
  if (rule.default_severity == Severity::kOff) json.Member("enabled", false);
  json.Member("level", SarifLevel(rule.default_severity)).EndObject();
  json.Key("properties").BeginObject().Key("tags").BeginArray();
  json.String("architecture").String(std::string_view(rule.id).substr(0, rule.id.find('/')));
  json.EndArray().EndObject().EndObject();
}

}  // namespace

std::string SarifText(std::string_view text) {
  std::string escaped = EscapeForTerminal(text);
  for (size_t at = escaped.find("]("); at != std::string::npos; at = escaped.find("](", at + 3)) {
    escaped.insert(at + 1, 1, ' ');
  }
  return escaped;
}

std::string_view SarifLevel(Severity severity) {
  switch (severity) {
    case Severity::kOff:
      return "none";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "none";
}

SarifRules::SarifRules(const Report& report) : rules_(report.rules) {
  for (const Diagnostic& violation : report.violations) {
    const bool known = std::any_of(rules_.begin(), rules_.end(), [&](const RuleDescription& r) {
      return r.id == violation.rule;
    });
    if (!known) rules_.push_back({violation.rule, "", "", violation.severity});
  }
  std::sort(rules_.begin(), rules_.end(),
            [](const RuleDescription& a, const RuleDescription& b) { return a.id < b.id; });
}

size_t SarifRules::IndexOf(std::string_view id) const {
  const auto at = std::lower_bound(
      rules_.begin(), rules_.end(), id,
      [](const RuleDescription& rule, std::string_view wanted) { return rule.id < wanted; });
  assert(at != rules_.end() && at->id == id);
  return static_cast<size_t>(at - rules_.begin());
}

void SarifRules::Write(JsonWriter& json) const {
  json.Key("rules").BeginArray();
  for (const RuleDescription& rule : rules_) WriteRule(json, rule);
  json.EndArray();
}

}  // namespace krepis::analyzer
