#include "analyzer/graph/reach_many.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace krepis::analyzer {

bool SearchSet::empty() const {
  return std::all_of(words_.begin(), words_.end(), [](uint64_t word) { return word == 0; });
}

ReachMany::ReachMany(const Links& links) : links_(links) {}

void ReachMany::Search(std::span<const std::vector<NodeId>> targets, const Visit& visit) {
  assert(targets.size() <= SearchSet::kCapacity);
  states_.assign(links_.graph().node_count() + 1, {});
  last_.assign(states_.size(), 0);
  passages_.clear();

  std::vector<uint32_t> frontier;
  const auto arrive = [&](uint32_t node, const SearchSet& searches, const SearchSet& open,
                          std::vector<uint32_t>& where) {
    State& state = states_[node];
    if (state.arriving.empty()) where.push_back(node);
    state.arriving = state.arriving | searches;
    state.open = state.open | (open & searches);
  };
  for (size_t search = 0; search < targets.size(); ++search) {
    SearchSet one;
    one.Add(search);
    for (const NodeId target : targets[search]) arrive(Index(target), one, one, frontier);
  }
  struct Step {
    uint32_t node;
    SearchSet searches;
    SearchSet passing;
  };
  std::vector<Step> steps;
  for (uint32_t distance = 0; !frontier.empty(); ++distance) {
    steps.clear();
    for (const uint32_t node : frontier) {
      State& state = states_[node];
      const SearchSet arriving = std::exchange(state.arriving, {});
      const SearchSet open = std::exchange(state.open, {});
      state.reached = state.reached | arriving;
      const SearchSet closed = visit(NodeId{node}, distance, arriving, open);
      const SearchSet passing = distance == 0 ? open : open - closed;
      if (!passing.empty()) {
        passages_.push_back({distance, last_[node], passing});
        last_[node] = static_cast<uint32_t>(passages_.size());
      }
      steps.push_back({node, arriving, passing});
    }
    frontier.clear();
    for (const Step& step : steps) {
      for (const uint32_t node : links_.In(NodeId{step.node})) {
        const SearchSet fresh = step.searches - states_[node].reached;
        if (!fresh.empty()) arrive(node, fresh, step.passing, frontier);
      }
    }
  }
}

bool ReachMany::Passes(uint32_t node, size_t search, uint32_t distance) const {
  for (uint32_t at = last_[node]; at != 0; at = passages_[at - 1].before) {
    if (passages_[at - 1].distance == distance) return passages_[at - 1].searches.Has(search);
  }
  return false;
}

std::vector<const Edge*> ReachMany::OpenPath(NodeId node, size_t search, uint32_t distance) const {
  std::vector<const Edge*> path;
  while (distance != 0) {
    --distance;
    const Edge* step = nullptr;
    for (const Edge& edge : links_.graph().Out(node)) {
      if (links_.filter().Accepts(edge) && Passes(Index(edge.to), search, distance)) {
        step = &edge;
        break;
      }
    }
    assert(step != nullptr);
    path.push_back(step);
    node = step->to;
  }
  return path;
}

}  // namespace krepis::analyzer
