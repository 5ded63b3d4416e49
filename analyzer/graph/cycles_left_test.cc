#include "analyzer/graph/cycles_left.h"

#include <doctest/doctest.h>

#include <random>
#include <utility>
#include <vector>

#include "analyzer/graph/components.h"

using namespace krepis::analyzer;

namespace {

/// The same without anything that is kept.
size_t OnCycles(uint32_t size, const std::vector<CostedArc>& arcs, const std::vector<bool>& gone) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (size_t i = 0; i < arcs.size(); ++i) {
    if (!gone[i]) pairs.emplace_back(arcs[i].from, arcs[i].to);
  }
  size_t count = 0;
  for (const auto& component : CyclicComponents(MakeAdjacency(size, std::move(pairs))))
    count += component.size();
  return count;
}

}  // namespace

TEST_CASE("no arcs, no cycles") {
  CyclesLeft none(3, {});
  CHECK(none.count() == 0);
  const std::vector<CostedArc> arcs = {{0, 1}, {1, 1}};
  CyclesLeft line(2, arcs);
  CHECK(line.count() == 0);
  CHECK(line.CountWithout(0) == 0);
  line.Remove(1);
  CHECK(line.count() == 0);
}

TEST_CASE("of two arcs between a pair of nodes each is a detour of the other") {
  const std::vector<CostedArc> arcs = {{0, 1}, {0, 1}, {1, 0}};
  CyclesLeft cycles(2, arcs);
  CHECK(cycles.count() == 2);
  CHECK(cycles.CountWithout(0) == 2);
  CHECK(cycles.CountWithout(2) == 0);
  cycles.Remove(0);
  cycles.Remove(0);
  CHECK(cycles.count() == 2);
  CHECK(cycles.CountWithout(1) == 0);
}

TEST_CASE("what is kept says what counting anew says") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    const uint32_t size = 2 + random() % 12;
    std::vector<CostedArc> arcs;
    for (uint32_t i = 0, count = random() % (4 * size); i < count; ++i)
      arcs.push_back(
          {static_cast<uint32_t>(random() % size), static_cast<uint32_t>(random() % size)});
    CyclesLeft cycles(size, arcs);
    std::vector<bool> gone(arcs.size(), false);
    for (size_t step = 0; step < arcs.size(); ++step) {
      REQUIRE(cycles.count() == OnCycles(size, arcs, gone));
      for (uint32_t arc = 0; arc < arcs.size(); ++arc) {
        const bool before = gone[arc];
        gone[arc] = true;
        REQUIRE(cycles.CountWithout(arc) == OnCycles(size, arcs, gone));
        gone[arc] = before;
      }
      const uint32_t next = random() % arcs.size();
      cycles.Remove(next);
      gone[next] = true;
    }
  }
}
