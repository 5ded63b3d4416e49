#pragma once

#include <string>
#include <vector>

#include "analyzer/cli/session.h"
#include "analyzer/core/edge_kind.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// What an argument of the command line names: a file or folder, an external, or a selector (a
/// module, a tag, a glob). An error, with a did-you-mean, when it names nothing.
Result<std::vector<NodeId>> NodesOf(const Session& session, const std::string& argument);

/// `--edges`: `imports` (what rules look at by default, and `mod`), `all`, or kinds and groups with
/// commas between them. Empty: `otherwise`.
Result<EdgeKindSet> ParseEdges(const std::string& list, EdgeKindSet otherwise);

/// Kinds that are extracted only on demand.
bool TakesAllEdges(EdgeKindSet kinds);

}  // namespace krepis::analyzer
