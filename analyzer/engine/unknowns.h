#pragma once

#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/model.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Whether CollectUnknowns() has to look at the facts of the file.
bool MayBeUnknown(const FileFacts& facts);

/// Adds what the extraction and the resolution could not decide: imports that lead nowhere or are
/// computed, files that were parsed in part, files whose includes were found by a guess. `doubtful`
/// is, by file, MayBeUnknown().
void CollectUnknowns(const Model& model, const Workspace& workspace,
                     const std::vector<bool>& doubtful, std::vector<Unknown>& unknowns);

}  // namespace krepis::analyzer
