#include "analyzer/engine/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/engine/cycle_question.h"
#include "analyzer/engine/focus.h"
#include "analyzer/engine/rule.h"
#include "analyzer/graph/components.h"

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

bool IsCycle(const Diagnostic& violation) { return violation.rule == "layering/cycle"; }

/// The names of a cycle's groups; none where it is none.
std::vector<std::string> NamesOf(const Diagnostic& cycle) {
  std::vector<std::string> names = EntryOf(cycle).parts;
  if (names.size() < 2) return {};
  names.pop_back();  // "cycle"
  return names;
}

/// The groups that all reach each other, as they are.
class Knots {
 public:
  explicit Knots(const Model& model) : model_(model), questions_(CycleQuestions(model.config)) {
    graphs_.reserve(questions_.size());
    for (const CycleQuestion& question : questions_) {
      graphs_.push_back(Project(model, question));
      components_.push_back(CyclicComponents(graphs_.back().Rows()));
    }
  }

  struct Knot {
    size_t question = 0;
    const Quotient* graph = nullptr;
    const std::vector<uint32_t>* members = nullptr;  // null: not found
  };
  /// The one that the cycle is told of.
  Knot Of(const Diagnostic& cycle) const {
    const std::vector<std::string> names = NamesOf(cycle);
    for (size_t i = 0; i < questions_.size() && !names.empty(); ++i) {
      const RuleConfig* rule = questions_[i].rule;
      if ((rule == nullptr ? "" : rule->id.value) != cycle.id) continue;
      for (const std::vector<uint32_t>& members : components_[i]) {
        const auto has = [&](const std::string& name) {
          return std::any_of(members.begin(), members.end(),
                             [&](uint32_t member) { return graphs_[i].name(member) == name; });
        };
        if (std::all_of(names.begin(), names.end(), has)) return {i, &graphs_[i], &members};
      }
    }
    return {};
  }
  /// Calls `visit` with each dependency between two of the knot, until it returns true.
  template <class Visit>
  void ForEachLink(const Knot& knot, Visit visit) const {
    for (const uint32_t member : *knot.members) {
      for (const Link& link : knot.graph->Out(member)) {
        const bool inside = std::binary_search(knot.members->begin(), knot.members->end(), link.to);
        if (inside && visit(link, model_.graph.edges()[link.sites.front()])) return;
      }
    }
  }

 private:
  const Model& model_;
  std::vector<CycleQuestion> questions_;
  std::vector<Quotient> graphs_;
  std::vector<std::vector<std::vector<uint32_t>>> components_;
};

/// Tells a cycle that was there at the dependency that has drawn others into its knot.
/// `is_new(from, to)`, by the knot's groups.
template <class IsNew>
void TellGrowth(const Model& now, const Knots& knots, const Knots::Knot& knot,
                const std::vector<uint32_t>& joined, IsNew is_new, Diagnostic& cycle) {
  constexpr size_t kMaxTold = 8;
  const Edge* drawing = nullptr;
  std::vector<Evidence> evidence;
  knots.ForEachLink(knot, [&](const Link& link, const Edge& edge) {
    const auto has_joined = [&](uint32_t member) {
      return std::binary_search(joined.begin(), joined.end(), member);
    };
    const bool of_joined = has_joined(link.from) || has_joined(link.to);
    if (drawing == nullptr && of_joined && is_new(link.from, link.to)) {
      drawing = &edge;
      return evidence.size() == kMaxTold;
    }
    if (evidence.size() < kMaxTold && of_joined) {
      evidence.push_back({std::string(now.graph.name(edge.from)), edge.location,
                          fmt::format("{} {}", VerbOf(edge.kind), now.graph.name(edge.to))});
    }
    return drawing != nullptr && evidence.size() == kMaxTold;
  });
  const std::string_view name = knot.graph->name(joined.front());
  const std::string key = fmt::format("{}\n{}", name, cycle.fingerprint_key);
  if (drawing != nullptr) PlaceAt(now, *drawing, cycle);
  cycle.fingerprint_key = key;
  cycle.fingerprint = Sha256Hex(cycle.rule + '\0' + cycle.id + '\0' + key).substr(0, 32);
  cycle.message =
      fmt::format("{}{} come into a circle that was there: {}", name,
                  joined.size() == 1 ? " has" : fmt::format(" and {} more have", joined.size() - 1),
                  cycle.message);
  cycle.evidence.insert(cycle.evidence.begin(), evidence.begin(), evidence.end());
}

/// Takes out cycles that were there. A group of files that all reach each other is one finding,
/// told by its shortest cycle: where a change cuts that one, the next is told. Where the group has
/// grown, what has come into it is told. `old` are those that were taken out before, to which these
/// are added. Returns how many of them are told again.
size_t TakeOutEarlierCycles(const EarlierState& before, const Model& now,
                            std::vector<Diagnostic>& old, Report& report) {
  std::vector<Diagnostic>& violations = report.violations;
  const auto has_cycle = [](const std::vector<Diagnostic>& list) {
    return std::any_of(list.begin(), list.end(), IsCycle);
  };
  if (!has_cycle(violations) && !has_cycle(old)) return 0;
  const Knots knots(now);
  std::set<std::string> changed;
  const auto note = [&](const std::vector<Diagnostic>& list) {
    for (const Diagnostic& violation : list) {
      if (!IsCycle(violation)) continue;
      const Knots::Knot knot = knots.Of(violation);
      if (knot.members == nullptr) continue;
      for (const uint32_t member : *knot.members) {
        std::string name(knot.graph->name(member));
        if (before.changed.contains(name)) changed.insert(std::move(name));
      }
    }
  };
  note(violations);
  note(old);
  EarlierCycles::OldNames old_names;
  if (!changed.empty() && before.renames != nullptr) {
    const FileRenames renames = before.renames({before.changed.begin(), before.changed.end()},
                                               {changed.begin(), changed.end()});
    for (const auto& [from, name] : renames.names) old_names.emplace(name, from);
  }
  const auto taken =
      std::stable_partition(violations.begin(), violations.end(), [&](const Diagnostic& violation) {
        return !IsCycle(violation) || !before.cycles.Had(violation, old_names);
      });
  old.insert(old.end(), std::make_move_iterator(taken), std::make_move_iterator(violations.end()));
  violations.erase(taken, violations.end());

  size_t grown = 0;
  for (Diagnostic& violation : old) {
    if (!IsCycle(violation)) continue;
    const Knots::Knot knot = knots.Of(violation);
    if (knot.members == nullptr) continue;
    const auto old_name = [&](std::string_view name) {
      const auto at = old_names.find(name);
      return at == old_names.end() ? name : std::string_view(at->second);
    };
    const std::vector<std::string> names = NamesOf(violation);
    std::vector<uint32_t> joined;
    std::copy_if(knot.members->begin(), knot.members->end(), std::back_inserter(joined),
                 [&](uint32_t member) {
                   return !before.cycles.InOneKnot(knot.question, old_name(names.front()),
                                                   old_name(knot.graph->name(member)));
                 });
    if (joined.empty()) continue;
    const auto is_new = [&](uint32_t from, uint32_t to) {
      return !before.cycles.HadLink(knot.question, old_name(knot.graph->name(from)),
                                    old_name(knot.graph->name(to)));
    };
    TellGrowth(now, knots, knot, joined, is_new, violation);
    if (!InFocus(violation.path, before.focus)) continue;
    violations.push_back(violation);
    ++grown;
  }
  const auto order = [](const Diagnostic& d) {
    return std::tie(d.path, d.location.begin, d.rule, d.id, d.to, d.fingerprint_key);
  };
  std::stable_sort(violations.begin(), violations.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return order(a) < order(b); });
  return grown;
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
    made.knots.assign(graph.size() + 1, 0);
    uint32_t number = 0;
    for (const std::vector<uint32_t>& knot : CyclicComponents(graph.Rows())) {
      ++number;
      for (const uint32_t member : knot) made.knots[member] = number;
    }
  }
}

uint32_t EarlierCycles::Projection::KnotOf(std::string_view group) const {
  const auto at = groups.find(group);
  return at == groups.end() ? 0 : knots[at->second];
}

bool EarlierCycles::InOneKnot(size_t question, std::string_view a, std::string_view b) const {
  const uint32_t knot = projections_[question].KnotOf(a);
  return knot != 0 && knot == projections_[question].KnotOf(b);
}

bool EarlierCycles::Had(const Diagnostic& cycle, const OldNames& old_names) const {
  std::vector<std::string> names = NamesOf(cycle);
  if (names.empty()) return false;
  for (std::string& name : names) {
    if (const auto old = old_names.find(name); old != old_names.end()) name = old->second;
  }
  for (size_t question = 0; question < projections_.size(); ++question) {
    if (projections_[question].rule != cycle.id) continue;
    bool had = true;
    for (size_t i = 0; i < names.size() && had; ++i)
      had = HadLink(question, names[i], names[(i + 1) % names.size()]);
    if (had) return true;
  }
  return false;
}

bool EarlierCycles::HadLink(size_t question, std::string_view from, std::string_view to) const {
  const Projection& earlier = projections_[question];
  const auto a = earlier.groups.find(from);
  const auto b = earlier.groups.find(to);
  return a != earlier.groups.end() && b != earlier.groups.end() &&
         std::binary_search(earlier.links.begin(), earlier.links.end(),
                            std::pair(a->second, b->second));
}

size_t KeepIntroduced(const EarlierState& before, const Model& now, Report& report) {
  std::vector<BaselineEntry> entries;
  entries.reserve(before.report.violations.size());
  for (const Diagnostic& violation : before.report.violations)
    entries.push_back(EntryOf(violation));
  Baseline earlier(std::move(entries));
  std::vector<Diagnostic> old;
  earlier.Accept(report.violations, old);
  std::string note = earlier.FollowRenames(now.graph, before.renames, report.violations, old);
  if (!note.empty()) report.notes.push_back(std::move(note));

  const size_t told_again = TakeOutEarlierCycles(before, now, old, report);

  std::erase_if(report.incomplete,
                [&](const Incomplete& entry) { return WasIncomplete(before, entry, report); });
  NoteWhatWasNotAnalysed(before, report);
  report.summary.errors = 0;
  report.summary.warnings = 0;
  for (const Diagnostic& violation : report.violations)
    ++(violation.severity == Severity::kError ? report.summary.errors : report.summary.warnings);
  return old.size() - told_again;
}

}  // namespace krepis::analyzer
