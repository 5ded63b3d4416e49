#include "analyzer/engine/cut_memory.h"

#include <doctest/doctest.h>

#include <random>

using namespace krepis::analyzer;

namespace {

std::vector<CostedArc> RandomArcs(uint32_t size, size_t count, uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<CostedArc> arcs;
  while (arcs.size() < count) {
    const uint32_t from = random() % size;
    const uint32_t to = random() % size;
    if (from != to) arcs.push_back({from, to, 1 + random() % 5});
  }
  return arcs;
}

void CheckSame(const CutChoice& a, const CutChoice& b) {
  CHECK(a.cost == b.cost);
  CHECK(a.exact == b.exact);
  CHECK(a.visits == b.visits);
  CHECK(a.hurried == b.hurried);
  REQUIRE(a.cuts.size() == b.cuts.size());
  for (size_t i = 0; i < a.cuts.size(); ++i) {
    CHECK(a.cuts[i].arc == b.cuts[i].arc);
    CHECK(a.cuts[i].left == b.cuts[i].left);
  }
}

}  // namespace

TEST_CASE("a remembered choice is the one that would be made") {
  CutMemory memory;
  for (int round = 0; round < 3; ++round) {
    memory.BeginRun();
    for (uint32_t seed = 0; seed < 20; ++seed) {
      const std::vector<CostedArc> arcs = RandomArcs(8 + seed % 7, 20 + seed, seed);
      for (const uint64_t most : {uint64_t{0}, uint64_t{100}, uint64_t{1'000'000}})
        CheckSame(memory.Choose(8 + seed % 7, arcs, most), ChooseCuts(8 + seed % 7, arcs, most));
    }
  }
}

TEST_CASE("who had less to spend chooses anew") {
  const std::vector<CostedArc> arcs = RandomArcs(12, 60, 1);
  const CutChoice whole = ChooseCuts(12, arcs, 1'000'000);
  REQUIRE_FALSE(whole.hurried);
  REQUIRE(whole.visits > arcs.size());
  CutMemory memory;
  const CutChoice hurried = memory.Choose(12, arcs, arcs.size());
  CHECK(hurried.hurried);
  CHECK_FALSE(hurried.cuts.back().left);
  CheckSame(memory.Choose(12, arcs, 1'000'000), whole);
  CheckSame(memory.Choose(12, arcs, whole.visits), whole);
  CheckSame(memory.Choose(12, arcs, arcs.size()), hurried);
}
