#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// One violation as an object, as both formats and `krepis whatif` have it.
void WriteViolation(JsonWriter& json, const Diagnostic& violation);

/// `--format json`: one object, schema "krepis.report/1". Absent texts and places are left out. A
/// run that did not analyse everything carries "incomplete": [{"path", "reason"}] as its last
/// member.
std::string RenderJson(const Report& report, const FormatOptions& options);

/// `--format jsonl`: one violation per line, then one line with schema, version and summary.
std::string RenderJsonl(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
