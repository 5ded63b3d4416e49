#include "analyzer/report/gitlab.h"

#include <string_view>

#include "analyzer/core/digest.h"
#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/report/finding_text.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEvidence = 100;

struct Issue {
  std::string description;
  std::string check_name;
  std::string fingerprint;
  std::string_view severity;
  std::string body;
  std::string_view path;
  uint32_t line = 0;
};

void WriteIssue(JsonWriter& json, const Issue& issue) {
  json.BeginObject()
      .Member("description", issue.description)
      .Member("check_name", issue.check_name)
      .Member("fingerprint", issue.fingerprint)
      .Member("severity", issue.severity);
  json.Key("content").BeginObject().Member("body", issue.body).EndObject();
  // A place is mandatory: what stands nowhere is put at the root.
  json.Key("location").BeginObject().Member("path", issue.path.empty() ? "." : issue.path);
  json.Key("lines").BeginObject().Member("begin", issue.line == 0 ? 1 : issue.line).EndObject();
  json.EndObject().EndObject();
}

}  // namespace

std::string RenderGitlab(const Report& report, const FormatOptions&) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  json.BeginArray();
  for (const Diagnostic& violation : report.violations) {
    const bool error = violation.severity == Severity::kError;
    WriteIssue(json,
               {EscapeForTerminal(violation.message), RuleLabel(violation), violation.fingerprint,
                error ? "major" : "minor", FullMessage(violation, kMaxEvidence), violation.path,
                violation.location.begin.line});
  }
  for (const Incomplete& incomplete : report.incomplete) {
    const std::string line = IncompleteLine(incomplete);
    WriteIssue(json, {line, "incomplete", Sha256Hex(line).substr(0, 32), "critical", line,
                      incomplete.path, 0});
  }
  json.EndArray();
  out += '\n';
  return out;
}

}  // namespace krepis::analyzer
