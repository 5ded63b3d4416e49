#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format rdjson`: the DiagnosticResult of reviewdog (proto/rdf/reviewdog.proto). Its columns
/// count bytes, so they need the source; without it a place is its lines.
std::string RenderRdjson(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
