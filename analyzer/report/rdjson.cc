#include "analyzer/report/rdjson.h"

#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/report/finding_text.h"
#include "analyzer/report/source_cache.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEvidence = 20;

void WritePosition(JsonWriter& json, std::string_view key, Position position, std::string_view path,
                   SourceCache& sources) {
  json.Key(key).BeginObject().Member("line", position.line);
  if (const std::optional<SourceLine> line = sources.Line(path, position.line))
    json.Member("column", line->ByteColumn(position.column));
  json.EndObject();
}

}  // namespace

std::string RenderRdjson(const Report& report, const FormatOptions& options) {
  SourceCache sources(options.source, options.quotes);
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  json.BeginObject();
  json.Key("source").BeginObject().Member("name", "krepis").EndObject();
  json.Key("diagnostics").BeginArray();
  for (const Diagnostic& violation : report.violations) {
    const Location& location = violation.location;
    json.BeginObject().Member("message", FullMessage(violation, kMaxEvidence));
    if (!violation.path.empty()) {
      json.Key("location").BeginObject().Member("path", violation.path);
      if (location.begin.line != 0) {
        json.Key("range").BeginObject();
        WritePosition(json, "start", location.begin, violation.path, sources);
        if (location.end >= location.begin)
          WritePosition(json, "end", location.end, violation.path, sources);
        json.EndObject();
      }
      json.EndObject();
    }
    json.Member("severity", violation.severity == Severity::kError ? "ERROR" : "WARNING");
    json.Key("code").BeginObject().Member("value", RuleLabel(violation)).EndObject().EndObject();
  }
  for (const Incomplete& incomplete : report.incomplete) {
    json.BeginObject().Member("message", IncompleteLine(incomplete));
    if (!incomplete.path.empty()) {
      json.Key("location").BeginObject().Member("path", incomplete.path).EndObject();
    }
    json.Member("severity", "ERROR").EndObject();
  }
  json.EndArray().EndObject();
  out += '\n';
  return out;
}

}  // namespace krepis::analyzer
