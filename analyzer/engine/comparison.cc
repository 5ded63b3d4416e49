#include "analyzer/engine/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/engine/cycle_question.h"

namespace krepis::analyzer {
namespace {

/// Whether what could not be analysed could not be before, and is as it was.
bool WasIncomplete(const EarlierState& before, const Incomplete& entry, const Report& now) {
  if (before.changed.contains(entry.path)) return false;
  return std::any_of(before.report.incomplete.begin(), before.report.incomplete.end(),
                     [&](const Incomplete& earlier) {
                       if (earlier.path != entry.path) return false;
                       if (!entry.path.empty() || earlier.reason == entry.reason) return true;
                       // The budget of unknowns, which its reason counts.
                       return entry.reason.ends_with("([limits] unknown)") &&
                              earlier.reason.ends_with("([limits] unknown)") &&
                              before.report.summary.unknown >= now.summary.unknown;
                     });
}

/// The dependencies in which cycles are looked for, as they were.
class EarlierCycles {
 public:
  explicit EarlierCycles(const Model& model)
      : model_(model), questions_(CycleQuestions(model.config)), graphs_(questions_.size()) {}

  /// Whether that cycle was there: each of its dependencies was. `old_names` by the names of today.
  bool Had(const Diagnostic& cycle, const std::map<std::string, std::string>& old_names) {
    std::vector<std::string> names = EntryOf(cycle).parts;
    if (names.size() < 2) return false;
    names.pop_back();  // "cycle"
    for (std::string& name : names) {
      if (const auto old = old_names.find(name); old != old_names.end()) name = old->second;
    }
    for (size_t i = 0; i < questions_.size(); ++i) {
      const RuleConfig* rule = questions_[i].rule;
      if ((rule == nullptr ? "" : rule->id.value) == cycle.id && Has(GraphOf(i), names))
        return true;
    }
    return false;
  }

 private:
  struct Projection {
    std::optional<Quotient> graph;
    std::unordered_map<std::string_view, uint32_t> groups;
  };

  const Projection& GraphOf(size_t question) {
    Projection& made = graphs_[question];
    if (made.graph) return made;
    made.graph.emplace(Project(model_, questions_[question]));
    for (uint32_t group = 1; group <= made.graph->size(); ++group)
      made.groups.emplace(made.graph->name(group), group);
    return made;
  }

  static bool Has(const Projection& projection, const std::vector<std::string>& cycle) {
    for (size_t i = 0; i < cycle.size(); ++i) {
      const auto from = projection.groups.find(cycle[i]);
      const auto to = projection.groups.find(cycle[(i + 1) % cycle.size()]);
      if (from == projection.groups.end() || to == projection.groups.end()) return false;
      if (projection.graph->Find(from->second, to->second) == nullptr) return false;
    }
    return true;
  }

  const Model& model_;
  std::vector<CycleQuestion> questions_;
  std::vector<Projection> graphs_;
};

/// Takes out cycles that were there. A group of files that all reach each other is one finding,
/// told by its shortest cycle: where a change cuts that one, the next is told.
size_t TakeOutEarlierCycles(const EarlierState& before, std::vector<Diagnostic>& violations) {
  const auto is_cycle = [](const Diagnostic& violation) {
    return violation.rule == "layering/cycle";
  };
  if (std::none_of(violations.begin(), violations.end(), is_cycle)) return 0;
  std::set<std::string> names;
  for (const Diagnostic& violation : violations) {
    if (!is_cycle(violation)) continue;
    for (std::string& name : EntryOf(violation).parts) {
      if (before.changed.contains(name)) names.insert(std::move(name));
    }
  }
  std::map<std::string, std::string> old_names;
  if (!names.empty() && before.renames != nullptr) {
    const FileRenames renames = before.renames({before.changed.begin(), before.changed.end()},
                                               {names.begin(), names.end()});
    for (const auto& [old, name] : renames.names) old_names.emplace(name, old);
  }
  EarlierCycles earlier(before.model);
  return std::erase_if(violations, [&](const Diagnostic& violation) {
    return is_cycle(violation) && earlier.Had(violation, old_names);
  });
}

void NoteWhatWasNotAnalysed(const EarlierState& before, Report& report) {
  const auto files = std::count_if(before.report.incomplete.begin(), before.report.incomplete.end(),
                                   [](const Incomplete& entry) { return !entry.path.empty(); });
  if (files == 0 || report.violations.empty()) return;
  report.notes.push_back(fmt::format(
      "{} could not be analysed as {} before: what was wrong there already counts as "
      "new",
      files == 1 ? "a file" : fmt::format("{} files", files), files == 1 ? "it was" : "they were"));
}

}  // namespace

size_t KeepIntroduced(const EarlierState& before, const Graph& graph, Report& report) {
  std::vector<BaselineEntry> entries;
  entries.reserve(before.report.violations.size());
  for (const Diagnostic& violation : before.report.violations)
    entries.push_back(EntryOf(violation));
  Baseline earlier(std::move(entries));
  std::vector<Diagnostic> old;
  earlier.Accept(report.violations, old);
  std::string note = earlier.FollowRenames(graph, before.renames, report.violations, old);
  if (!note.empty()) report.notes.push_back(std::move(note));

  const size_t cycles = TakeOutEarlierCycles(before, report.violations);

  std::erase_if(report.incomplete,
                [&](const Incomplete& entry) { return WasIncomplete(before, entry, report); });
  NoteWhatWasNotAnalysed(before, report);
  report.summary.errors = 0;
  report.summary.warnings = 0;
  for (const Diagnostic& violation : report.violations)
    ++(violation.severity == Severity::kError ? report.summary.errors : report.summary.warnings);
  return old.size() + cycles;
}

}  // namespace krepis::analyzer
