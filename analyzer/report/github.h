#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format github`: workflow commands, which GitHub Actions turns into annotations. GitHub shows
/// ten errors and ten warnings of a step, so errors come first and a notice says how many there
/// are.
std::string RenderGithub(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
