#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/baseline.h"
#include "analyzer/engine/model.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// The dependencies in which cycles were looked for. Keeps what it needs of the model, for which
/// there may be another by then.
class EarlierCycles {
 public:
  explicit EarlierCycles(const Model& model);

  /// Whether that cycle was there: each of its dependencies was. `old_names` by the names of today.
  bool Had(const Diagnostic& cycle, const std::map<std::string, std::string>& old_names) const;

 private:
  struct Projection {
    std::string rule;  // its id; "" for those without a krepis.toml
    std::map<std::string, uint32_t, std::less<>> groups;
    std::vector<std::pair<uint32_t, uint32_t>> links;  // sorted
  };

  std::vector<Projection> projections_;
};

/// A workspace as it was before a change, judged by today's configuration.
struct EarlierState {
  const EarlierCycles& cycles;
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
