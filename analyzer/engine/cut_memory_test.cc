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

TEST_CASE("choices are kept between processes, and only whole") {
  CutMemory memory;
  memory.BeginRun();
  std::vector<std::vector<CostedArc>> graphs;
  for (uint32_t seed = 0; seed < 4; ++seed) graphs.push_back(RandomArcs(9, 30, seed));
  for (const auto& arcs : graphs) memory.Choose(9, arcs, 10'000 * arcs.size());
  CHECK(memory.has_grown());
  const std::string bytes = memory.Save();

  CutMemory later;
  REQUIRE(later.Load(bytes));
  later.BeginRun();
  for (const auto& arcs : graphs)
    CheckSame(later.Choose(9, arcs, 10'000 * arcs.size()),
              ChooseCuts(9, arcs, 10'000 * arcs.size()));
  CHECK_FALSE(later.has_grown());
  later.Choose(10, graphs[0], 0);
  CHECK(later.has_grown());

  CutMemory broken;
  for (size_t length = 1; length < bytes.size(); length += 7) {
    // Cut off behind one of the four it is whole again.
    if (broken.Load(std::string_view(bytes).substr(0, length))) CHECK(length % 8 == 0);
  }
  std::string other = bytes;
  other[16] = '\xff';  // how many arcs follow
  other[22] = '\xff';
  CHECK_FALSE(broken.Load(other));
}
