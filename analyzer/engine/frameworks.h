#pragma once

#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Decides on the contract facts for which no import of their own file vouches
/// (ContractFact::assumed). They stay where the file's package uses the framework: its package.json
/// or one above names it, or another file of the package imports it. Of breaches at one place that
/// are left by several frameworks, one stays. `facts` stand in the order of the workspace's
/// sources.
void DropUnusedFrameworks(const ContractPresets& presets, const Workspace& workspace,
                          std::vector<FileFacts>& facts);

}  // namespace krepis::analyzer
