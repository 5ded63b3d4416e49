#include "analyzer/report/json.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kSchema = "krepis.report/1";

void WritePosition(JsonWriter& json, const Location& location) {
  if (location.begin.line == 0) return;
  json.Member("line", location.begin.line).Member("column", location.begin.column);
}

void WriteSummary(JsonWriter& json, const Summary& summary) {
  json.BeginObject()
      .Member("files", summary.files)
      .Member("edges", summary.edges)
      .Member("modules", summary.modules)
      .Member("routes", summary.routes)
      .Member("errors", summary.errors)
      .Member("warnings", summary.warnings)
      .Member("suppressed", summary.suppressed)
      .Member("baselined", summary.baselined)
      .Member("unresolved", summary.unresolved)
      .Member("unknown", summary.unknown)
      .Member("registrations", summary.registrations)
      .Member("resolved_registrations", summary.resolved_registrations)
      .EndObject();
}

void WriteComparison(JsonWriter& json, const std::optional<Comparison>& since) {
  if (!since) return;
  json.Key("since")
      .BeginObject()
      .Member("revision", since->revision)
      .OptionalMember("commit", since->commit)
      .Member("older", since->older)
      .EndObject();
}

void WriteUnknown(JsonWriter& json, const Unknown& unknown) {
  json.BeginObject().Member("kind", unknown.kind).OptionalMember("path", unknown.path);
  WritePosition(json, unknown.location);
  json.OptionalMember("text", unknown.text).EndObject();
}

void WriteIncomplete(JsonWriter& json, const Report& report) {
  if (report.incomplete.empty()) return;
  json.Key("incomplete").BeginArray();
  for (const Incomplete& incomplete : report.incomplete) {
    json.BeginObject()
        .OptionalMember("path", incomplete.path)
        .Member("reason", incomplete.reason)
        .EndObject();
  }
  json.EndArray();
}

}  // namespace

void WriteViolation(JsonWriter& json, const Diagnostic& violation) {
  json.BeginObject()
      .Member("rule", violation.rule)
      .OptionalMember("id", violation.id)
      .Member("severity", SeverityName(violation.severity))
      .OptionalMember("path", violation.path);
  WritePosition(json, violation.location);
  if (violation.location.begin.line != 0 && violation.location.end.line != 0) {
    json.Member("end_line", violation.location.end.line)
        .Member("end_column", violation.location.end.column);
  }
  json.OptionalMember("from", violation.from)
      .OptionalMember("to", violation.to)
      .Member("message", violation.message)
      .OptionalMember("because", violation.because)
      .OptionalMember("fix", violation.fix)
      .Member("fingerprint", violation.fingerprint)
      .Key("evidence")
      .BeginArray();
  for (const Evidence& evidence : violation.evidence) {
    json.BeginObject().OptionalMember("path", evidence.path);
    WritePosition(json, evidence.location);
    json.OptionalMember("text", evidence.text).EndObject();
  }
  json.EndArray().EndObject();
}

std::string RenderJson(const Report& report, const FormatOptions& options) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", kSchema).Member("version", options.version).Key("summary");
  WriteSummary(json, report.summary);
  WriteComparison(json, options.since);
  json.Key("violations").BeginArray();
  for (const Diagnostic& violation : report.violations) WriteViolation(json, violation);
  json.EndArray().Key("unknowns").BeginArray();
  for (const Unknown& unknown : report.unknowns) WriteUnknown(json, unknown);
  json.EndArray();
  WriteIncomplete(json, report);
  json.EndObject();
  out += '\n';
  return out;
}

std::string RenderJsonl(const Report& report, const FormatOptions& options) {
  std::string out;
  for (const Diagnostic& violation : report.violations) {
    JsonWriter json(&out, JsonWriter::Layout::kCompact);
    WriteViolation(json, violation);
    out += '\n';
  }
  JsonWriter json(&out, JsonWriter::Layout::kCompact);
  json.BeginObject().Member("schema", kSchema).Member("version", options.version).Key("summary");
  WriteSummary(json, report.summary);
  WriteComparison(json, options.since);
  WriteIncomplete(json, report);
  json.EndObject();
  out += '\n';
  return out;
}

}  // namespace krepis::analyzer
