#include "analyzer/graph/chains_placements.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

struct Edge {
  size_t outer;
  size_t inner;
};

/// What is said of two links of one stage: edges, and in `loose` those that may be moved by what is
/// not known.
std::vector<Edge> EdgesOf(std::span<const PlacedLink> links, std::vector<Edge>& possible) {
  std::vector<Edge> edges;
  for (size_t i = 0; i < links.size(); ++i) {
    for (const PlacementFact& place : links[i].placements) {
      for (size_t j = 0; j < links.size(); ++j) {
        if (i == j || links[j].stage != links[i].stage) continue;
        const Edge edge = place.after ? Edge{j, i} : Edge{i, j};
        if (links[j].name == place.behavior) {
          edges.push_back(edge);
        } else if (links[j].name.empty()) {
          possible.push_back(edge);
        }
      }
    }
  }
  return edges;
}

/// One way to the order, with what is loose so far; adds what turns out to be.
std::vector<size_t> Arrange(std::span<const PlacedLink> links, std::span<const Edge> edges,
                            std::vector<bool>& loose) {
  std::vector<bool> placed(links.size());
  // Whether the inner one waits for sure as long as the outer one is not placed.
  const auto waits_surely = [&](const Edge& edge) {
    const PlacedLink& outer = links[edge.outer];
    const bool together = outer.condition != 0 && outer.condition == links[edge.inner].condition;
    return (outer.sure || together) && !loose[edge.outer];
  };
  std::vector<size_t> order;
  while (order.size() < links.size()) {
    size_t first = links.size();  // that is not placed
    size_t free = links.size();
    for (size_t i = 0; i < links.size() && free == links.size(); ++i) {
      if (placed[i]) continue;
      first = std::min(first, i);
      bool waits = false;
      for (const Edge& edge : edges) {
        if (edge.inner != i || placed[edge.outer]) continue;
        waits = true;
        if (!waits_surely(edge)) loose[i] = true;
      }
      if (!waits) free = i;
    }
    if (free == links.size()) {
      // They wait for each other: the runtime refuses to build such a chain.
      for (size_t i = 0; i < links.size(); ++i) loose[i] = loose[i] || !placed[i];
      free = first;
    }
    placed[free] = true;
    order.push_back(free);
  }
  return order;
}

}  // namespace

LinkOrder OrderLinks(std::span<const PlacedLink> links) {
  LinkOrder result;
  result.loose.resize(links.size());
  std::vector<Edge> possible;
  const std::vector<Edge> edges = EdgesOf(links, possible);
  for (size_t i = 0; i < links.size(); ++i) {
    for (size_t j = 0; j < links.size() && !links[i].placements_known; ++j) {
      if (j != i && links[j].stage == links[i].stage) result.loose[i] = result.loose[j] = true;
    }
  }
  // What is found loose makes loose what waits for it.
  for (std::vector<bool> before;;) {
    before = result.loose;
    result.order = Arrange(links, edges, result.loose);
    std::vector<size_t> at(links.size());
    for (size_t i = 0; i < links.size(); ++i) at[result.order[i]] = i;
    for (const Edge& edge : possible) {
      if (at[edge.outer] > at[edge.inner]) result.loose[edge.inner] = true;
    }
    if (before == result.loose) return result;
  }
}

}  // namespace krepis::analyzer
