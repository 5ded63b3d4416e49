#pragma once

#include <vector>

#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// Everything that is kept of one file when its AST is gone.
struct FileFacts {
  std::vector<ImportFact> imports;
  std::vector<ModFact> mods;
  std::vector<CapabilityUse> capabilities;
  std::vector<ContractFact> contracts;
  std::vector<SuppressionFact> suppressions;
  uint32_t error_nodes = 0;  // regions that could not be parsed: the facts are partial
  Location first_error;
};

}  // namespace krepis::analyzer
