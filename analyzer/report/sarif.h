#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format sarif`: SARIF 2.1.0 (OASIS) with one run, made for GitHub code scanning: rule
/// metadata, paths relative to %SRCROOT%, evidence as related locations and code flow, both
/// fingerprints, and what was not analysed or not decided as notifications. Above GitHub's limit of
/// 25,000 results it keeps errors before warnings and says how many were left out.
std::string RenderSarif(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
