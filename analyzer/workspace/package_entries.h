#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/json.h"

namespace krepis::analyzer {

/// The files that a package.json hands to others or to tools, as written and in its order: `main`,
/// `module`, `browser`, `types`, `bin`, `exports` with every condition, what `publishConfig`
/// puts in their place, and the like. Targets may hold a '*'.
std::vector<std::string> PackageEntries(const JsonValue& manifest);

}  // namespace krepis::analyzer
