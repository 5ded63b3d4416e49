#include "analyzer/engine/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
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
  return std::erase_if(violations, [&](const Diagnostic& violation) {
    return is_cycle(violation) && before.cycles.Had(violation, old_names);
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

EarlierCycles::EarlierCycles(const Model& model) {
  for (const CycleQuestion& question : CycleQuestions(model.config)) {
    const Quotient graph = Project(model, question);
    Projection& made = projections_.emplace_back();
    made.rule = question.rule == nullptr ? "" : question.rule->id.value;
    for (uint32_t group = 1; group <= graph.size(); ++group)
      made.groups.emplace(graph.name(group), group);
    made.links.reserve(graph.links().size());
    for (const Link& link : graph.links()) made.links.emplace_back(link.from, link.to);
  }
}

bool EarlierCycles::Had(const Diagnostic& cycle,
                        const std::map<std::string, std::string>& old_names) const {
  std::vector<std::string> names = EntryOf(cycle).parts;
  if (names.size() < 2) return false;
  names.pop_back();  // "cycle"
  for (std::string& name : names) {
    if (const auto old = old_names.find(name); old != old_names.end()) name = old->second;
  }
  const auto has = [&](const Projection& earlier) {
    for (size_t i = 0; i < names.size(); ++i) {
      const auto from = earlier.groups.find(names[i]);
      const auto to = earlier.groups.find(names[(i + 1) % names.size()]);
      if (from == earlier.groups.end() || to == earlier.groups.end()) return false;
      if (!std::binary_search(earlier.links.begin(), earlier.links.end(),
                              std::pair(from->second, to->second)))
        return false;
    }
    return true;
  };
  return std::any_of(projections_.begin(), projections_.end(), [&](const Projection& earlier) {
    return earlier.rule == cycle.id && has(earlier);
  });
}

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
