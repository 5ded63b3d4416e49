#pragma once

#include "analyzer/cli/options.h"
#include "analyzer/cli/session.h"

namespace krepis::analyzer {

/// `krepis graph --unused`: the dependencies and targets that nothing uses, as text or JSON on
/// stdout. Returns the exit code.
int PrintUnused(const Options& options, Session& session);

}  // namespace krepis::analyzer
