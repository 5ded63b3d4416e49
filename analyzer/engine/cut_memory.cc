#include "analyzer/engine/cut_memory.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/graph/components.h"

namespace krepis::analyzer {
namespace {

/// How many nodes lie on a cycle of the arcs that are not gone.
size_t OnCycles(uint32_t size, std::span<const CostedArc> arcs, const std::vector<bool>& gone) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (size_t i = 0; i < arcs.size(); ++i) {
    if (!gone[i]) pairs.emplace_back(arcs[i].from, arcs[i].to);
  }
  size_t count = 0;
  for (const auto& component : CyclicComponents(MakeAdjacency(size, std::move(pairs))))
    count += component.size();
  return count;
}

uint64_t HashOf(uint32_t size, std::span<const CostedArc> arcs) {
  uint64_t hash = size;
  const auto mix = [&hash](uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
    hash ^= hash >> 32;
  };
  for (const CostedArc& arc : arcs) {
    mix(uint64_t{arc.from} << 32 | arc.to);
    mix(arc.cost);
  }
  return hash;
}

}  // namespace

CutChoice ChooseCuts(uint32_t size, std::span<const CostedArc> arcs, uint64_t most) {
  const ArcCut cut = CheapestCut(size, arcs);
  CutChoice choice;
  choice.cost = cut.cost;
  choice.exact = cut.exact;
  std::vector<uint32_t> pending = cut.arcs;
  std::stable_sort(pending.begin(), pending.end(),
                   [&](uint32_t a, uint32_t b) { return arcs[a].cost < arcs[b].cost; });
  std::vector<bool> gone(arcs.size(), false);
  while (!pending.empty()) {
    size_t best = 0;
    std::optional<size_t> best_left;
    for (size_t i = 0; i < pending.size(); ++i) {
      if (choice.visits >= most) {
        choice.hurried = true;
        break;
      }
      gone[pending[i]] = true;
      const size_t left = OnCycles(size, arcs, gone);
      choice.visits += arcs.size();
      gone[pending[i]] = false;
      if (best_left && left >= *best_left) continue;
      best = i;
      best_left = left;
    }
    gone[pending[best]] = true;
    choice.cuts.push_back({pending[best], best_left});
    pending.erase(pending.begin() + static_cast<ptrdiff_t>(best));
  }
  return choice;
}

CutChoice CutMemory::Choose(uint32_t size, std::span<const CostedArc> arcs, uint64_t most) {
  const uint64_t hash = HashOf(size, arcs);
  {
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = known_.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
      Known& known = it->second;
      // Who was not hurried does the same with more.
      const bool as_much =
          known.most == most || (!known.choice.hurried && known.choice.visits <= most);
      if (known.size != size || !as_much || !std::ranges::equal(known.arcs, arcs)) continue;
      known.asked = run_;
      return known.choice;
    }
  }
  CutChoice choice = ChooseCuts(size, arcs, most);
  const std::lock_guard lock(mutex_);
  known_.emplace(hash, Known{size, {arcs.begin(), arcs.end()}, most, choice, run_});
  return choice;
}

void CutMemory::BeginRun() {
  const std::lock_guard lock(mutex_);
  ++run_;
  std::erase_if(known_,
                [this](const auto& entry) { return entry.second.asked + kRunsKept < run_; });
}

}  // namespace krepis::analyzer
