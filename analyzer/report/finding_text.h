#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

// Words that several formats share. All are escaped for a reader (escape.h).

/// "layering/deny" or "layering/deny apps-are-islands".
std::string RuleLabel(const Diagnostic& violation);

/// "path:line:column", or the path alone when it has no line.
std::string PlaceLabel(std::string_view path, const Location& location);

/// The message, then one line each for because, fix and every piece of evidence (at most
/// `max_evidence`, then their number), joined with '\n'.
std::string FullMessage(const Diagnostic& violation, size_t max_evidence);

/// "3 errors", "1 error".
std::string Counted(uint64_t count, std::string_view one, std::string_view many);

/// "1 error, 2 warnings in 3 files, 4 edges, 5 modules; 0 suppressed, 0 unresolved, 0 unknown".
/// Routes and baselined ones are named when there are any.
std::string SummaryLine(const Summary& summary);

/// "new since 0123456789ab (where HEAD and main part); 3 older ones are not shown".
std::string ComparisonLine(const Comparison& comparison);

/// "not analysed: path: reason".
std::string IncompleteLine(const Incomplete& incomplete);

}  // namespace krepis::analyzer
