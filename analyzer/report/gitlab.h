#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format gitlab`: a Code Quality report (an array of issues). GitLab shows one issue per
/// fingerprint; ours are unique within a report.
std::string RenderGitlab(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
