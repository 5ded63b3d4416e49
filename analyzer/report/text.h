#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format text`: for people. Each violation with its source line, its evidence, why and what to
/// do, then what was not analysed, what is unknown, and one line that sums up. The frame is ASCII;
/// text of the repository is escaped, so nothing in it can drive the terminal.
std::string RenderText(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
