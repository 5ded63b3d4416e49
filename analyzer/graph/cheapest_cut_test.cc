#include "analyzer/graph/cheapest_cut.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "analyzer/graph/components.h"
#include "analyzer/graph/cut_search.h"

namespace krepis::analyzer {
namespace {

using Arcs = std::vector<CostedArc>;

/// Whether the arcs without those of `cut` have a cycle.
bool HasCycle(uint32_t size, const Arcs& arcs, const std::vector<uint32_t>& cut) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (uint32_t i = 0; i < arcs.size(); ++i) {
    if (std::binary_search(cut.begin(), cut.end(), i)) continue;
    if (arcs[i].from == arcs[i].to) return true;
    pairs.emplace_back(arcs[i].from, arcs[i].to);
  }
  return !CyclicComponents(MakeAdjacency(size, std::move(pairs))).empty();
}

uint64_t CostOf(const Arcs& arcs, const std::vector<uint32_t>& cut) {
  uint64_t cost = 0;
  for (const uint32_t arc : cut) cost += arcs[arc].cost;
  return cost;
}

/// The least that the backward arcs of any order cost; then the fewest of them.
std::pair<uint64_t, size_t> BruteForce(uint32_t size, const Arcs& arcs) {
  std::vector<uint32_t> position(size);
  std::iota(position.begin(), position.end(), 0u);
  std::pair<uint64_t, size_t> best{UINT64_MAX, 0};
  do {
    std::pair<uint64_t, size_t> now{0, 0};
    for (const CostedArc& arc : arcs) {
      if (position[arc.from] < position[arc.to]) continue;
      now.first += arc.cost;
      ++now.second;
    }
    best = std::min(best, now);
  } while (std::next_permutation(position.begin(), position.end()));
  return best;
}

Arcs RandomArcs(std::mt19937& random, uint32_t size, size_t count, uint32_t dearest) {
  Arcs arcs;
  for (size_t i = 0; i < count; ++i) {
    arcs.push_back({static_cast<uint32_t>(random() % size), static_cast<uint32_t>(random() % size),
                    1 + random() % dearest});
  }
  return arcs;
}

void CheckCut(uint32_t size, const Arcs& arcs, const ArcCut& cut) {
  CHECK(std::is_sorted(cut.arcs.begin(), cut.arcs.end()));
  CHECK(cut.cost == CostOf(arcs, cut.arcs));
  CHECK(!HasCycle(size, arcs, cut.arcs));
  for (const uint32_t arc : cut.arcs) {
    std::vector<uint32_t> others = cut.arcs;
    std::erase(others, arc);
    CHECK(HasCycle(size, arcs, others));
  }
}

}  // namespace

TEST_CASE("the cheapest cut of graphs that one can follow by hand") {
  CHECK(CheapestCut(0, {}).arcs.empty());
  CHECK(CheapestCut(3, Arcs{{0, 1}, {1, 2}, {0, 2}}).arcs.empty());
  // Two nodes: the cheaper direction.
  CHECK(CheapestCut(2, Arcs{{0, 1, 3}, {1, 0, 2}}).arcs == std::vector<uint32_t>{1});
  // Two cycles share an arc: it alone, unless it costs more than one of each.
  CHECK(CheapestCut(4, Arcs{{0, 1, 2}, {1, 2, 2}, {2, 0, 2}, {1, 3, 2}, {3, 0, 2}}).arcs ==
        std::vector<uint32_t>{0});
  CHECK(CheapestCut(4, Arcs{{0, 1, 5}, {1, 2, 2}, {2, 0, 3}, {1, 3, 3}, {3, 0, 2}}).arcs ==
        std::vector<uint32_t>{1, 4});
  // One arc for two is preferred to two for one each.
  CHECK(CheapestCut(4, Arcs{{1, 2, 1}, {2, 0, 9}, {0, 1, 2}, {1, 3, 1}, {3, 0, 9}}).arcs ==
        std::vector<uint32_t>{2});
  // Loops and repeats go as a whole.
  CHECK(CheapestCut(2, Arcs{{0, 0, 1}, {0, 1, 1}, {0, 1, 1}, {1, 0, 3}}).arcs ==
        std::vector<uint32_t>{0, 1, 2});
}

TEST_CASE("small graphs: as cheap, and with as few arcs, as the best of all orders") {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const uint32_t size = 2 + random() % 6;
    const Arcs arcs = RandomArcs(random, size, random() % (size * 3), 1 + random() % 4);
    CAPTURE(round);
    const ArcCut cut = CheapestCut(size, arcs);
    CHECK(cut.exact);
    CHECK(std::pair(cut.cost, cut.arcs.size()) == BruteForce(size, arcs));
    CheckCut(size, arcs, cut);
  }
}

TEST_CASE("large graphs: what is left has no cycle, nothing can be put back") {
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    const uint32_t size = 30 + random() % 100;
    const Arcs arcs = RandomArcs(random, size, size * (2 + random() % 3), 5);
    CAPTURE(round);
    const ArcCut cut = CheapestCut(size, arcs);
    CheckCut(size, arcs, cut);
    CHECK(cut.cost >= CutBound(size, arcs));
  }
}

TEST_CASE("the heuristic stays near the best where the best is known") {
  std::mt19937 random(13);
  uint64_t good = 0;
  uint64_t best = 0;
  for (int round = 0; round < 60; ++round) {
    const uint32_t size = 12;
    Arcs arcs;
    for (uint32_t from = 0; from < size; ++from) {
      for (uint32_t to = 0; to < size; ++to) {
        if (from != to && random() % 3 == 0) arcs.push_back({from, to, 1 + random() % 4});
      }
    }
    const auto backward = [&](const std::vector<uint32_t>& position) {
      uint64_t cost = 0;
      for (const CostedArc& arc : arcs)
        cost += position[arc.from] > position[arc.to] ? arc.cost : 0;
      return cost;
    };
    const uint64_t cheapest = backward(CheapestOrder(size, arcs));
    CHECK(CutBound(size, arcs) <= cheapest);
    CHECK(backward(GoodOrder(size, arcs)) >= cheapest);
    good += backward(GoodOrder(size, arcs));
    best += cheapest;
  }
  CHECK(good * 100 <= best * 105);
}

TEST_CASE("a circle of two hundred thousand nodes is cut once") {
  constexpr uint32_t kSize = 200'000;
  Arcs arcs;
  for (uint32_t i = 0; i < kSize; ++i) arcs.push_back({i, (i + 1) % kSize, i == 77 ? 1u : 2u});
  const ArcCut cut = CheapestCut(kSize, arcs);
  CHECK(cut.exact);
  CHECK(cut.arcs == std::vector<uint32_t>{77});
}

}  // namespace krepis::analyzer
