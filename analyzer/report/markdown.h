#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format markdown`: headline, a table of the findings and what was not analysed, for a pull
/// request or a job summary. Text of the repository is escaped, so it cannot bring in markup.
std::string RenderMarkdown(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
