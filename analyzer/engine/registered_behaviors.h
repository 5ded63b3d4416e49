#pragma once

#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/graph/chains.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// Decides on the contract facts that depend on how the workspace registers a function, itself or
/// through exports. ContractFact::positional ones stay where it is registered with its framework,
/// those of `contract/post-process-skipped` where it is of a stage that asks for it (`post =
/// "always"`), by its registration or by its name. Facts of tests go, unless the workspace counts
/// tests: what breaks a contract there does so to see what happens. Of facts of one rule at one
/// place one stays. `facts` stand in the order of the file nodes of `graph`.
void DropUnregistered(const Config& config, const ContractPresets& contracts, const Graph& graph,
                      const ChainTable& chains, std::vector<FileFacts>& facts);

}  // namespace krepis::analyzer
