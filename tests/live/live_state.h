#pragma once

#include <string>

#include "analyzer/live/live_workspace.h"

namespace krepis::analyzer {

/// All that an analysis says, one thing per line: the graph with its places, what was found, what
/// is not known. Two analyses of the same files must give the same text.
std::string StateOf(const LiveWorkspace& workspace);

}  // namespace krepis::analyzer
