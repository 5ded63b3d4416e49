#pragma once

#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/model.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Adds what the extraction and the resolution could not decide: imports that lead nowhere or are
/// computed, files that were parsed in part, files whose includes were found by a guess.
void CollectUnknowns(const Model& model, const Workspace& workspace,
                     std::vector<Unknown>& unknowns);

}  // namespace krepis::analyzer
