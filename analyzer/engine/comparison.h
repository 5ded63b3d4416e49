#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/baseline.h"
#include "analyzer/engine/model.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// A workspace as it was before a change, judged by today's configuration.
struct EarlierState {
  const Model& model;
  const Report& report;
  /// Files that the change touches, their old names included.
  const std::set<std::string>& changed;
  RenameFinder renames;
};

/// Leaves in a report what the change introduces: takes out the violations that were there before,
/// by the names that baselines know them by, through renames too; cycles whose every dependency was
/// there, though another one of the same files may have been told of; files that could not be
/// analysed then either and have not changed; and the budget of unknowns, where there were as many.
/// Counts errors and warnings again. `graph` is of today. Returns how many violations were taken
/// out.
size_t KeepIntroduced(const EarlierState& before, const Graph& graph, Report& report);

}  // namespace krepis::analyzer
