#pragma once

#include "analyzer/cli/options.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `check --watch`: reports again after each change, until it is asked to end. Returns the exit
/// code of the last report.
int RunWatch(const Options& options, Format format);

}  // namespace krepis::analyzer
