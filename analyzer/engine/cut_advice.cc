#include "analyzer/engine/cut_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "analyzer/engine/cut_memory.h"
#include "analyzer/graph/cheapest_cut.h"

namespace krepis::analyzer {
namespace {

/// How many names the import of each edge brings in. Remembers the imports of files in which it had
/// to look.
class NameCounts {
 public:
  explicit NameCounts(const Model& model) : model_(model) {}

  uint64_t Of(const Edge& edge) {
    if (edge.names != 0) return edge.names;
    const auto [file, added] = files_.try_emplace(Index(edge.from));
    std::vector<Named>& imports = file->second;
    if (added) {
      for (const ImportFact& import : model_.FactsOf(edge.from).imports) {
        if (!import.names.empty())
          imports.push_back({import.location.span.start, import.names.size()});
      }
      std::sort(imports.begin(), imports.end(),
                [](const Named& a, const Named& b) { return a.start < b.start; });
    }
    const uint32_t start = edge.location.span.start;
    auto named = std::lower_bound(
        imports.begin(), imports.end(), start,
        [](const Named& import, uint32_t wanted) { return import.start < wanted; });
    uint64_t count = 0;
    for (; named != imports.end() && named->start == start; ++named) count += named->count;
    return std::max<uint64_t>(count, 1);
  }

 private:
  struct Named {
    uint32_t start;  // of the import
    uint64_t count;
  };

  const Model& model_;
  std::unordered_map<uint32_t, std::vector<Named>> files_;  // by position
};

std::string_view NounOf(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::kInclude:
      return "include";
    case EdgeKind::kUse:
    case EdgeKind::kPath:
    case EdgeKind::kReference:
      return "use";
    case EdgeKind::kCall:
    case EdgeKind::kFfi:
      return "call";
    default:
      return "import";
  }
}

/// Members of a component that is so large a part of all groups are found by a table of them: there
/// are only that many such components.
constexpr size_t kLargePart = 64;

/// The part of a quotient that one component is, its groups by their place in it.
struct Part {
  std::vector<const Link*> links;
  std::vector<CostedArc> arcs;
};

Part PartOf(const Model& model, const Quotient& quotient, const std::vector<uint32_t>& component) {
  NameCounts names(model);
  std::vector<uint32_t> places;  // by group, where that pays
  if (component.size() * kLargePart > quotient.size()) {
    places.assign(quotient.size() + 1, static_cast<uint32_t>(component.size()));
    for (uint32_t i = 0; i < component.size(); ++i) places[component[i]] = i;
  }
  const auto place = [&](uint32_t group) {
    if (!places.empty()) return places[group];
    const auto at = std::lower_bound(component.begin(), component.end(), group);
    return at != component.end() && *at == group ? static_cast<uint32_t>(at - component.begin())
                                                 : static_cast<uint32_t>(component.size());
  };
  Part part;
  for (const uint32_t member : component) {
    for (const Link& link : quotient.Out(member)) {
      if (place(link.to) == component.size()) continue;
      uint64_t cost = 0;
      for (const uint32_t site : link.sites) {
        const Edge& edge = model.graph.edges()[site];
        cost += edge.reexport ? quotient.Dependents(member) : names.Of(edge);
      }
      part.links.push_back(&link);
      part.arcs.push_back({place(member), place(link.to), cost});
    }
  }
  return part;
}

// What parts of the work cost, in steps of the budget.
constexpr uint64_t kStepsOfLink = 200;
constexpr uint64_t kStepsOfVisit = 6;
/// For the order of one component's cuts; then their cost decides.
constexpr uint64_t kMaxVisits = 3'000'000;

/// The most that the cheapest cut of a component takes.
uint64_t StepsOf(size_t nodes, size_t links) {
  const uint64_t exact = nodes <= kExactCutNodes ? (uint64_t{nodes} << nodes) / 4 : 0;
  return links * kStepsOfLink + exact;
}

/// A bound of the component's links.
size_t LinksOf(const Quotient& quotient, const std::vector<uint32_t>& component) {
  size_t links = 0;
  for (const uint32_t member : component) links += quotient.Out(member).size();
  return links;
}

}  // namespace

CutAdvice AdviseCut(const Model& model, const Quotient& quotient,
                    const std::vector<uint32_t>& component, AdviceBudget& budget) {
  if (StepsOf(0, LinksOf(quotient, component)) > budget.steps) return {{}, 0, false};
  const Part part = PartOf(model, quotient, component);
  const uint64_t steps = StepsOf(component.size(), part.arcs.size());
  if (part.arcs.size() > kMaxAdvisedLinks || steps > budget.steps) return {{}, 0, false};
  budget.steps -= steps;
  const auto size = static_cast<uint32_t>(component.size());
  const uint64_t most = std::min(kMaxVisits, budget.steps / kStepsOfVisit);
  const CutChoice choice = model.cuts == nullptr ? ChooseCuts(size, part.arcs, most)
                                                 : model.cuts->Choose(size, part.arcs, most);
  budget.steps -= std::min(budget.steps, choice.visits * kStepsOfVisit);
  CutAdvice advice;
  advice.cost = choice.cost;
  advice.exact = choice.exact;
  for (const CutChoice::Cut& cut : choice.cuts)
    advice.cuts.push_back({part.links[cut.arc], part.arcs[cut.arc].cost, cut.left});
  return advice;
}

std::string DescribeCut(const Model& model, const Quotient& quotient, const AdvisedCut& cut) {
  const std::span<const uint32_t> sites = cut.link->sites;
  const std::span<const Edge> edges = model.graph.edges();
  const bool reexports =
      std::all_of(sites.begin(), sites.end(), [&](uint32_t site) { return edges[site].reexport; });
  std::string text = fmt::format(
      "{} -> {} ({} {}{}", quotient.name(cut.link->from), quotient.name(cut.link->to), sites.size(),
      reexports ? "re-export" : NounOf(edges[sites.front()].kind), sites.size() == 1 ? "" : "s");
  if (reexports) {
    text += fmt::format(" for {} dependent{}", cut.cost, cut.cost == 1 ? "" : "s");
  } else if (cut.cost > sites.size()) {
    text += fmt::format(" of {} names", cut.cost);
  }
  const Edge& first = edges[sites.front()];
  return text + fmt::format("{} {}:{})", sites.size() == 1 ? " at" : ", first at",
                            model.graph.name(first.from), first.location.begin.line);
}

}  // namespace krepis::analyzer
