#include "analyzer/engine/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

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

  std::erase_if(report.incomplete,
                [&](const Incomplete& entry) { return WasIncomplete(before, entry, report); });
  NoteWhatWasNotAnalysed(before, report);
  report.summary.errors = 0;
  report.summary.warnings = 0;
  for (const Diagnostic& violation : report.violations)
    ++(violation.severity == Severity::kError ? report.summary.errors : report.summary.warnings);
  return old.size();
}

}  // namespace krepis::analyzer
