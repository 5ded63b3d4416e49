#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/core/edge_kind.h"

namespace krepis::analyzer {

/// What a name stands for where kinds are listed: one kind, or a group (runtime, static).
std::optional<EdgeKindSet> EdgeKindsByName(std::string_view name);

/// The names that EdgeKindsByName knows: the groups, then the kinds.
std::vector<std::string_view> EdgeKindNames();

}  // namespace krepis::analyzer
