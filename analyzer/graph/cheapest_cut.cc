#include "analyzer/graph/cheapest_cut.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "analyzer/graph/components.h"
#include "analyzer/graph/cut_search.h"

namespace krepis::analyzer {
namespace {

/// Work that is spent on making a cut that is not exact a little cheaper, and on proving that it
/// is: visits of arcs.
constexpr uint64_t kMaxVisits = 30'000'000;

/// The graph while it is made smaller. One arc stands for all originals between its ends that would
/// be cut together; what has to be cut for certain is moved to `cut`.
class Reduction {
 public:
  struct Arc {
    uint64_t cost = 0;
    std::vector<uint32_t> originals;
  };

  Reduction(uint32_t size, std::span<const CostedArc> arcs, std::vector<uint32_t>& cut)
      : out_(size), in_(size), cut_(cut) {
    // Of cuts that cost the same, the one with fewer arcs.
    const uint64_t scale = arcs.size() + 1;
    for (uint32_t i = 0; i < arcs.size(); ++i)
      Add(arcs[i].from, arcs[i].to, {arcs[i].cost * scale + 1, {i}});
  }

  /// Reduces until nothing changes; the strongly connected parts that are left.
  std::vector<std::vector<uint32_t>> Run() {
    for (uint32_t node = 0; node < out_.size(); ++node) pending_.insert(node);
    for (;;) {
      std::vector<std::vector<uint32_t>> parts = CyclicComponents(Rows());
      Separate(parts);
      if (pending_.empty()) return parts;
      while (!pending_.empty()) {
        const uint32_t node = *pending_.begin();
        pending_.erase(pending_.begin());
        Reduce(node);
      }
    }
  }

  const std::map<uint32_t, Arc>& Out(uint32_t node) const { return out_[node]; }
  void Cut(const Arc& arc) { cut_.insert(cut_.end(), arc.originals.begin(), arc.originals.end()); }

 private:
  void Add(uint32_t from, uint32_t to, Arc arc) {
    if (from == to) {
      Cut(arc);
      return;
    }
    Arc& merged = out_[from][to];
    merged.cost += arc.cost;
    merged.originals.insert(merged.originals.end(), arc.originals.begin(), arc.originals.end());
    in_[to].insert(from);
  }

  Arc Take(uint32_t from, uint32_t to) {
    auto entry = out_[from].extract(to);
    in_[to].erase(from);
    pending_.insert(from);
    pending_.insert(to);
    return std::move(entry.mapped());
  }

  Adjacency Rows() const {
    std::vector<std::pair<uint32_t, uint32_t>> pairs;
    for (uint32_t from = 0; from < out_.size(); ++from) {
      for (const auto& [to, arc] : out_[from]) pairs.emplace_back(from, to);
    }
    return MakeAdjacency(static_cast<uint32_t>(out_.size()), std::move(pairs));
  }

  /// Arcs between parts lie on no cycle.
  void Separate(const std::vector<std::vector<uint32_t>>& parts) {
    std::vector<uint32_t> part(out_.size(), 0);
    for (uint32_t i = 0; i < parts.size(); ++i) {
      for (const uint32_t node : parts[i]) part[node] = i + 1;
    }
    for (uint32_t from = 0; from < out_.size(); ++from) {
      std::vector<uint32_t> gone;
      for (const auto& [to, arc] : out_[from]) {
        if (part[from] == 0 || part[from] != part[to]) gone.push_back(to);
      }
      for (const uint32_t to : gone) Take(from, to);
    }
  }

  /// A node with one arc in that costs no less than all its arcs out: instead of that one, those
  /// can be cut, and then everything passes through the node. So it is bypassed; and the same
  /// backwards. A source or sink is on no cycle.
  void Reduce(uint32_t node) {
    uint64_t out_cost = 0;
    uint64_t in_cost = 0;
    for (const auto& [to, arc] : out_[node]) out_cost += arc.cost;
    for (const uint32_t from : in_[node]) in_cost += out_[from].at(node).cost;
    if (in_[node].empty() || out_[node].empty()) {
      while (!out_[node].empty()) Take(node, out_[node].begin()->first);
      while (!in_[node].empty()) Take(*in_[node].begin(), node);
      pending_.erase(node);
    } else if (in_[node].size() == 1 && in_cost >= out_cost) {
      const uint32_t from = *in_[node].begin();
      Take(from, node);
      while (!out_[node].empty()) {
        const uint32_t to = out_[node].begin()->first;
        Add(from, to, Take(node, to));
      }
      pending_.erase(node);
    } else if (out_[node].size() == 1 && out_cost >= in_cost) {
      const uint32_t to = out_[node].begin()->first;
      Take(node, to);
      while (!in_[node].empty()) {
        const uint32_t from = *in_[node].begin();
        Add(from, to, Take(from, node));
      }
      pending_.erase(node);
    }
  }

  std::vector<std::map<uint32_t, Arc>> out_;
  std::vector<std::set<uint32_t>> in_;
  std::set<uint32_t> pending_;
  std::vector<uint32_t>& cut_;
};

/// Puts back what closes no cycle, the dearest first.
void PutBack(uint32_t size, std::span<const CostedArc> arcs, std::vector<uint32_t>& cut) {
  std::vector<bool> removed(arcs.size(), false);
  for (const uint32_t arc : cut) removed[arc] = true;
  std::vector<std::vector<uint32_t>> out(size);
  for (uint32_t i = 0; i < arcs.size(); ++i) {
    if (!removed[i]) out[arcs[i].from].push_back(arcs[i].to);
  }
  std::vector<uint32_t> order = cut;
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return arcs[a].cost != arcs[b].cost ? arcs[a].cost > arcs[b].cost : a < b;
  });
  std::vector<uint32_t> seen(size, 0);
  std::vector<uint32_t> stack;
  uint32_t mark = 0;
  uint64_t visits = 0;
  for (const uint32_t arc : order) {
    if (visits > kMaxVisits) break;
    const uint32_t goal = arcs[arc].from;
    stack.assign(1, arcs[arc].to);
    seen[arcs[arc].to] = ++mark;
    bool closes = arcs[arc].to == goal;
    while (!stack.empty() && !closes) {
      const uint32_t node = stack.back();
      stack.pop_back();
      visits += out[node].size();
      for (const uint32_t to : out[node]) {
        closes = closes || to == goal;
        if (seen[to] == mark) continue;
        seen[to] = mark;
        stack.push_back(to);
      }
    }
    if (closes) continue;
    removed[arc] = false;
    out[goal].push_back(arcs[arc].to);
  }
  std::erase_if(cut, [&](uint32_t arc) { return !removed[arc]; });
}

/// Cuts one strongly connected part of the reduced graph; whether the cut is known to be the
/// cheapest.
bool CutPart(Reduction& reduction, const std::vector<uint32_t>& part) {
  const auto size = static_cast<uint32_t>(part.size());
  std::vector<CostedArc> arcs;
  std::vector<const Reduction::Arc*> reduced;
  for (uint32_t from = 0; from < size; ++from) {
    for (const auto& [to, arc] : reduction.Out(part[from])) {
      const auto at = std::lower_bound(part.begin(), part.end(), to);
      arcs.push_back({from, static_cast<uint32_t>(at - part.begin()), arc.cost});
      reduced.push_back(&arc);
    }
  }
  const bool small = size <= kExactCutNodes;
  const std::vector<uint32_t> position = small ? CheapestOrder(size, arcs) : GoodOrder(size, arcs);
  uint64_t cost = 0;
  for (size_t i = 0; i < arcs.size(); ++i) {
    if (position[arcs[i].from] < position[arcs[i].to]) continue;
    cost += arcs[i].cost;
    reduction.Cut(*reduced[i]);
  }
  return small || (arcs.size() * arcs.size() <= kMaxVisits && cost == CutBound(size, arcs));
}

}  // namespace

ArcCut CheapestCut(uint32_t size, std::span<const CostedArc> arcs) {
  ArcCut cut;
  Reduction reduction(size, arcs, cut.arcs);
  for (const std::vector<uint32_t>& part : reduction.Run())
    cut.exact = CutPart(reduction, part) && cut.exact;
  std::sort(cut.arcs.begin(), cut.arcs.end());
  if (!cut.exact) PutBack(size, arcs, cut.arcs);
  for (const uint32_t arc : cut.arcs) cut.cost += arcs[arc].cost;
  return cut;
}

}  // namespace krepis::analyzer
