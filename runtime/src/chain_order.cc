// The order of one chain: stage, scope, registration, and placements among them.
#include <algorithm>
#include <tuple>

#include "chain_merge.h"

namespace krepis {
namespace {

using Registration = ChainRegistry::Registration;

/// `outer` must stand outside of `inner`, says `from`.
struct Edge {
  size_t outer;
  size_t inner;
  size_t from;
  const Placement* placement;
};

std::vector<Edge> EdgesOf(const Chosen& chosen) {
  std::vector<Edge> edges;
  for (size_t i = 0; i < chosen.size(); ++i) {
    for (const Placement& placement : chosen[i]->placements) {
      for (size_t j = 0; j < chosen.size(); ++j) {
        if (chosen[j]->name != placement.behavior) continue;
        bool before = placement.side == Placement::Side::kBefore;
        edges.push_back({before ? i : j, before ? j : i, i, &placement});
      }
    }
  }
  return edges;
}

std::string Text(const Placement& placement) {
  return (placement.side == Placement::Side::kBefore ? "before " : "after ") + placement.behavior;
}

/// Names a cycle among the elements that are not placed: each of them waits for another.
PipelineError CycleError(std::string_view route, const Chosen& chosen,
                         const std::vector<Edge>& edges, const std::vector<bool>& placed) {
  std::vector<size_t> path;  // each waits for the next
  size_t at = static_cast<size_t>(std::ranges::find(placed, false) - placed.begin());
  while (std::ranges::find(path, at) == path.end()) {
    path.push_back(at);
    at = std::ranges::find_if(edges, [&](const Edge& edge) {
           return edge.inner == at && !placed[edge.outer];
         })->outer;
  }
  path.erase(path.begin(), std::ranges::find(path, at));
  path.push_back(at);
  std::ranges::reverse(path);  // outermost first
  std::string cycle = chosen[path[0]]->name;
  std::string why;
  for (size_t i = 1; i < path.size(); ++i) {
    auto edge = std::ranges::find_if(edges, [&](const Edge& candidate) {
      return candidate.outer == path[i - 1] && candidate.inner == path[i];
    });
    cycle += " -> " + chosen[path[i]]->name;
    why += (why.empty() ? "" : ", ") + Quoted(chosen[edge->from]->name) + " says " +
           Text(*edge->placement);
  }
  return RouteError(route, PipelineError::Code::kContradictoryOrder, chosen[path[0]]->name,
                    "behaviours cannot be ordered: " + cycle + " (" + why + ")");
}

}  // namespace

Result<void, PipelineError> Order(std::string_view route, Chosen& chosen,
                                  std::vector<std::string>& moved_by) {
  // Groups of one route contain each other, so the shorter name is the outer group. Registrations
  // lie in one vector, so the lower address is the earlier one.
  std::ranges::sort(chosen, {}, [](const Registration* registration) {
    bool by_group = registration->scope == Scope::kScoped && !registration->by_tag;
    return std::tuple(registration->stage, registration->scope, registration->by_tag,
                      by_group ? registration->target.size() : 0, registration);
  });
  moved_by.assign(chosen.size(), "");
  const std::vector<Edge> edges = EdgesOf(chosen);
  for (const Edge& edge : edges) {
    const Registration& outer = *chosen[edge.outer];
    const Registration& inner = *chosen[edge.inner];
    if (outer.stage <= inner.stage) continue;
    return RouteError(route, PipelineError::Code::kContradictoryOrder, chosen[edge.from]->name,
                      Quoted(chosen[edge.from]->name) + " says " + Text(*edge.placement) +
                          ", but the " + std::string(Name(inner.stage)) + " stage of " +
                          Quoted(inner.name) + " is outside the " + std::string(Name(outer.stage)) +
                          " stage of " + Quoted(outer.name));
  }

  // Takes the first in the sorted order that waits for nothing, over and over.
  std::vector<bool> placed(chosen.size());
  Chosen ordered;
  std::vector<std::string> reasons;
  while (ordered.size() < chosen.size()) {
    size_t free = 0;
    for (; free < chosen.size(); ++free) {
      if (placed[free]) continue;
      bool waits = std::ranges::any_of(
          edges, [&](const Edge& edge) { return edge.inner == free && !placed[edge.outer]; });
      if (!waits) break;
    }
    if (free == chosen.size()) return CycleError(route, chosen, edges, placed);
    placed[free] = true;
    ordered.push_back(chosen[free]);
    auto mover = std::ranges::find_if(
        edges, [&](const Edge& edge) { return edge.from == free && edge.outer > edge.inner; });
    reasons.push_back(mover == edges.end() ? "" : Text(*mover->placement));
  }
  chosen = std::move(ordered);
  moved_by = std::move(reasons);
  return {};
}

}  // namespace krepis
