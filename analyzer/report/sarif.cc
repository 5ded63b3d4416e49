#include "analyzer/report/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/report/line_hash.h"
#include "analyzer/report/sarif_rules.h"

namespace krepis::analyzer {
namespace {

// Limits of GitHub code scanning; notifications have none, but are for reading.
constexpr size_t kMaxResults = 25'000;
constexpr size_t kMaxRelatedLocations = 1'000;
constexpr size_t kMaxFlowLocations = 10'000;
constexpr size_t kMaxNotifications = 1'000;

constexpr std::string_view kSchemaUri = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::string_view kSourceRoot = "%SRCROOT%";

void WriteMessage(JsonWriter& json, std::string_view text) {
  json.Key("message").BeginObject().Member("text", SarifText(text)).EndObject();
}

void WritePhysicalLocation(JsonWriter& json, std::string_view path, const Location& location) {
  json.Key("physicalLocation").BeginObject().Key("artifactLocation").BeginObject();
  json.Member("uri", PercentEncodePath(path)).Member("uriBaseId", kSourceRoot).EndObject();
  const Position begin = location.begin;
  const Position end = location.end;
  if (begin.line != 0) {
    json.Key("region").BeginObject().Member("startLine", begin.line);
    if (begin.column != 0) json.Member("startColumn", begin.column);
    if (end >= begin && begin.column != 0) {
      json.Member("endLine", end.line).Member("endColumn", end.column);
    }
    json.EndObject();
  }
  json.EndObject();
}

/// A location object; without a path it says only its text.
void WriteLocation(JsonWriter& json, const Evidence& evidence, size_t id) {
  json.BeginObject();
  if (id != 0) json.Member("id", static_cast<uint64_t>(id));
  if (!evidence.path.empty()) WritePhysicalLocation(json, evidence.path, evidence.location);
  if (!evidence.text.empty()) WriteMessage(json, evidence.text);
  json.EndObject();
}

std::string MessageOf(const Diagnostic& violation) {
  std::string text = violation.message;
  if (!violation.because.empty()) text += ". Because: " + violation.because;
  if (!violation.fix.empty()) text += ". Fix: " + violation.fix;
  return text;
}

/// Which violations are written, in report order: all, or with too many the errors first.
std::vector<const Diagnostic*> Selected(const std::vector<Diagnostic>& violations) {
  std::vector<const Diagnostic*> selected;
  const size_t errors = static_cast<size_t>(
      std::count_if(violations.begin(), violations.end(),
                    [](const Diagnostic& d) { return d.severity == Severity::kError; }));
  const size_t max_warnings = kMaxResults - std::min(errors, kMaxResults);
  size_t taken[2] = {0, 0};
  for (const Diagnostic& violation : violations) {
    const bool error = violation.severity == Severity::kError;
    if (taken[error]++ < (error ? kMaxResults : max_warnings)) selected.push_back(&violation);
  }
  return selected;
}

class SarifReport {
 public:
  SarifReport(const Report& report, const FormatOptions& options)
      : report_(report),
        options_(options),
        selected_(Selected(report.violations)),
        rules_(report),
        json_(&out_, JsonWriter::Layout::kIndented) {}

  std::string Run();

 private:
  void WriteInvocation();
  void WriteNotification(std::string_view id, std::string_view level, std::string_view text,
                         std::string_view path, const Location& location);
  void WriteResult(const Diagnostic& violation);
  void WriteEvidence(const std::vector<Evidence>& evidence);
  std::string LineHash(const Diagnostic& violation);

  const Report& report_;
  const FormatOptions& options_;
  std::vector<const Diagnostic*> selected_;
  SarifRules rules_;
  std::string out_;
  JsonWriter json_;
  // The hashes of the file of the last result: results are sorted by path.
  std::string hashed_path_;
  std::optional<LineHashes> hashes_;
};

std::string SarifReport::Run() {
  json_.BeginObject().Member("$schema", kSchemaUri).Member("version", "2.1.0");
  json_.Key("runs").BeginArray().BeginObject();
  json_.Key("tool").BeginObject().Key("driver").BeginObject();
  json_.Member("name", "krepis").Member("version", options_.version);
  json_.Member("semanticVersion", options_.version);
  rules_.Write(json_);
  json_.EndObject().EndObject();
  WriteInvocation();
  json_.Key("originalUriBaseIds").BeginObject().Key(kSourceRoot).BeginObject();
  json_.Key("description").BeginObject().Member("text", "The root of the workspace.");
  json_.EndObject().EndObject().EndObject();
  json_.Member("columnKind", "utf16CodeUnits");
  json_.Key("results").BeginArray();
  for (const Diagnostic* violation : selected_) WriteResult(*violation);
  json_.EndArray().EndObject().EndArray().EndObject();
  out_ += '\n';
  return std::move(out_);
}

void SarifReport::WriteInvocation() {
  json_.Key("invocations").BeginArray().BeginObject();
  json_.Member("executionSuccessful", report_.incomplete.empty());
  json_.Key("toolExecutionNotifications").BeginArray();
  if (selected_.size() < report_.violations.size()) {
    WriteNotification("results-limit", "warning",
                      fmt::format("{} of {} violations are left out: SARIF consumers take {}",
                                  report_.violations.size() - selected_.size(),
                                  report_.violations.size(), kMaxResults),
                      "", {});
  }
  for (const Incomplete& incomplete : report_.incomplete) {
    WriteNotification("incomplete", "error", incomplete.reason, incomplete.path, {});
  }
  const size_t shown = std::min(report_.unknowns.size(), kMaxNotifications);
  for (size_t i = 0; i < shown; ++i) {
    const Unknown& unknown = report_.unknowns[i];
    WriteNotification("unknown/" + unknown.kind, "note",
                      unknown.text.empty() ? unknown.kind : unknown.text, unknown.path,
                      unknown.location);
  }
  if (shown < report_.unknowns.size()) {
    WriteNotification(
        "unknown", "note",
        fmt::format("{} more unknowns (--format json lists them)", report_.unknowns.size() - shown),
        "", {});
  }
  json_.EndArray().EndObject().EndArray();
}

void SarifReport::WriteNotification(std::string_view id, std::string_view level,
                                    std::string_view text, std::string_view path,
                                    const Location& location) {
  json_.BeginObject().Key("descriptor").BeginObject().Member("id", id).EndObject();
  json_.Member("level", level);
  WriteMessage(json_, text);
  if (!path.empty()) {
    json_.Key("locations").BeginArray();
    WriteLocation(json_, {std::string(path), location, ""}, 0);
    json_.EndArray();
  }
  json_.EndObject();
}

void SarifReport::WriteResult(const Diagnostic& violation) {
  json_.BeginObject().Member("ruleId", violation.rule);
  json_.Member("ruleIndex", static_cast<uint64_t>(rules_.IndexOf(violation.rule)));
  json_.Member("level", SarifLevel(violation.severity));
  WriteMessage(json_, MessageOf(violation));
  if (!violation.path.empty()) {
    json_.Key("locations").BeginArray();
    WriteLocation(json_, {violation.path, violation.location, ""}, 0);
    json_.EndArray();
  }
  WriteEvidence(violation.evidence);
  json_.Key("partialFingerprints").BeginObject();
  json_.OptionalMember("primaryLocationLineHash", LineHash(violation));
  json_.Member("krepisViolation/v1", violation.fingerprint).EndObject();
  if (!violation.id.empty() || !violation.from.empty() || !violation.to.empty()) {
    json_.Key("properties").BeginObject().OptionalMember("id", violation.id);
    json_.OptionalMember("from", violation.from).OptionalMember("to", violation.to).EndObject();
  }
  json_.EndObject();
}

void SarifReport::WriteEvidence(const std::vector<Evidence>& evidence) {
  if (evidence.empty()) return;
  json_.Key("relatedLocations").BeginArray();
  for (size_t i = 0; i < std::min(evidence.size(), kMaxRelatedLocations); ++i) {
    WriteLocation(json_, evidence[i], i + 1);
  }
  json_.EndArray();
  if (evidence.size() < 2) return;  // one place is no path
  json_.Key("codeFlows").BeginArray().BeginObject();
  json_.Key("threadFlows").BeginArray().BeginObject().Key("locations").BeginArray();
  for (size_t i = 0; i < std::min(evidence.size(), kMaxFlowLocations); ++i) {
    json_.BeginObject().Key("location");
    WriteLocation(json_, evidence[i], 0);
    json_.EndObject();
  }
  json_.EndArray().EndObject().EndArray().EndObject().EndArray();
}

std::string SarifReport::LineHash(const Diagnostic& violation) {
  if (!options_.source || violation.path.empty()) return "";
  if (hashed_path_ != violation.path) {
    hashed_path_ = violation.path;
    hashes_.reset();
    if (const auto text = options_.source(violation.path)) hashes_.emplace(*text);
  }
  return hashes_ ? hashes_->Of(violation.location.begin.line) : "";
}

}  // namespace

std::string RenderSarif(const Report& report, const FormatOptions& options) {
  return SarifReport(report, options).Run();
}

}  // namespace krepis::analyzer
