#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
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

  /// Names of today's files that were others, with the old ones.
  using OldNames = std::map<std::string, std::string, std::less<>>;

  /// Whether that cycle was there: each of its dependencies was.
  bool Had(const Diagnostic& cycle, const OldNames& old_names) const;
  /// By the place of a question among CycleQuestions(): whether the one depended on the other, and
  /// whether both were on cycles of one knot.
  bool HadLink(size_t question, std::string_view from, std::string_view to) const;
  bool InOneKnot(size_t question, std::string_view a, std::string_view b) const;

 private:
  struct Projection {
    std::string rule;  // its id; "" for those without a krepis.toml
    std::map<std::string, uint32_t, std::less<>> groups;
    std::vector<std::pair<uint32_t, uint32_t>> links;  // sorted
    std::vector<uint32_t> knots;                       // by group; 0: on no cycle

    uint32_t KnotOf(std::string_view group) const;
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
  /// Today's AnalysisRequest::focus.
  std::vector<std::string> focus;
};

/// Leaves in a report what the change introduces: takes out the violations that were there before,
/// by the names that baselines know them by, through renames too; cycles whose every dependency was
/// there, though another one of the same files may have been told of, unless something has come
/// into their knot: then they are told at that; files that could not be analysed then either and
/// have not changed; and the budget of unknowns, where there were as many. Counts errors and
/// warnings again. `now` is today's. Returns how many violations were taken out.
size_t KeepIntroduced(const EarlierState& before, const Model& now, Report& report);

}  // namespace krepis::analyzer
