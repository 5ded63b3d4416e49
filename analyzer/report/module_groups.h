#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/report/module_map.h"

namespace krepis::analyzer {

/// Modules that are one node of a picture as long as nobody opens it; at least two.
struct ModuleGroup {
  std::string name;
  std::vector<uint32_t> members;  // ascending by name
};

/// Groups such that these and the modules outside of them are at most `most` (at least 2) nodes,
/// where there are more modules; else the families alone. A group never spans two rows of the
/// order. First come families (captures), then names with a first part in common, cut as finely as
/// `most` allows, then ranges of names.
std::vector<ModuleGroup> GroupModules(const ModuleMap& map, size_t most);

}  // namespace krepis::analyzer
