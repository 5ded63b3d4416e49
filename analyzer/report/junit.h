#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format junit`: a test suite per rule that ran. An error is a failed test, a warning a passed
/// one with output, a rule without findings one passed test; what was not analysed is an error of
/// the suite "krepis".
std::string RenderJunit(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
