#include "analyzer/graph/cut_search.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <set>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Arcs by node, both ways.
class Rows {
 public:
  struct Neighbour {
    uint32_t node;
    uint64_t cost;
  };

  Rows(uint32_t size, std::span<const CostedArc> arcs) : out_(size), in_(size) {
    for (const CostedArc& arc : arcs) {
      out_[arc.from].push_back({arc.to, arc.cost});
      in_[arc.to].push_back({arc.from, arc.cost});
    }
  }
  uint32_t size() const { return static_cast<uint32_t>(out_.size()); }
  const std::vector<Neighbour>& Out(uint32_t node) const { return out_[node]; }
  const std::vector<Neighbour>& In(uint32_t node) const { return in_[node]; }

 private:
  std::vector<std::vector<Neighbour>> out_;
  std::vector<std::vector<Neighbour>> in_;
};

/// Takes nodes off both ends of the order: sources to the front, sinks to the back, and where there
/// is neither, the node whose out-arcs outweigh its in-arcs most to the front.
std::vector<uint32_t> GreedySequence(const Rows& rows) {
  struct Key {
    int64_t surplus;
    uint32_t node;
    bool operator<(const Key& other) const {
      return surplus != other.surplus ? surplus > other.surplus : node < other.node;
    }
  };
  const uint32_t size = rows.size();
  std::vector<int64_t> out(size, 0);
  std::vector<int64_t> in(size, 0);
  for (uint32_t node = 0; node < size; ++node) {
    for (const auto& to : rows.Out(node)) out[node] += static_cast<int64_t>(to.cost);
    for (const auto& from : rows.In(node)) in[node] += static_cast<int64_t>(from.cost);
  }
  std::set<Key> inner;
  std::vector<uint32_t> sources;
  std::vector<uint32_t> sinks;
  std::vector<bool> taken(size, false);
  const auto enqueue = [&](uint32_t node) {
    if (in[node] == 0) {
      sources.push_back(node);
    } else if (out[node] == 0) {
      sinks.push_back(node);
    } else {
      inner.insert({out[node] - in[node], node});
    }
  };
  for (uint32_t node = 0; node < size; ++node) enqueue(node);
  std::vector<uint32_t> front;
  std::vector<uint32_t> back;
  const auto take = [&](uint32_t node) {
    taken[node] = true;
    const auto lighten = [&](const Rows::Neighbour& neighbour, std::vector<int64_t>& sums) {
      const uint32_t other = neighbour.node;
      if (taken[other]) return;
      const bool queued = inner.erase({out[other] - in[other], other}) != 0;
      sums[other] -= static_cast<int64_t>(neighbour.cost);
      if (queued) enqueue(other);
    };
    for (const auto& to : rows.Out(node)) lighten(to, in);
    for (const auto& from : rows.In(node)) lighten(from, out);
  };
  while (front.size() + back.size() < size) {
    bool at_front = true;
    uint32_t node;
    if (!sources.empty()) {
      node = sources.back();
      sources.pop_back();
    } else if (!sinks.empty()) {
      node = sinks.back();
      sinks.pop_back();
      at_front = false;
    } else {
      node = inner.begin()->node;
      inner.erase(inner.begin());
    }
    (at_front ? front : back).push_back(node);
    take(node);
  }
  front.insert(front.end(), back.rbegin(), back.rend());
  return front;
}

/// Moves one node to where it costs least, if that is cheaper than where it stands; how far.
uint32_t Sift(const Rows& rows, uint32_t node, std::vector<uint32_t>& sequence,
              std::vector<uint32_t>& position, std::vector<std::pair<uint32_t, int64_t>>& steps) {
  // Passing a neighbour from left to right turns an arc to it backwards, and one from it forwards.
  steps.clear();
  for (const auto& to : rows.Out(node))
    steps.emplace_back(position[to.node], static_cast<int64_t>(to.cost));
  for (const auto& from : rows.In(node))
    steps.emplace_back(position[from.node], -static_cast<int64_t>(from.cost));
  std::sort(steps.begin(), steps.end());
  const uint32_t here = position[node];
  int64_t now = 0;  // the cost as against standing leftmost
  for (const auto& [at, change] : steps) now += at < here ? change : 0;
  int64_t cost = 0;
  int64_t best = now;
  uint32_t behind = 0;
  bool found = false;
  if (best > 0) {
    best = 0;
    found = true;
  }
  for (size_t i = 0; i < steps.size(); ++i) {
    cost += steps[i].second;
    const bool last = i + 1 == steps.size() || steps[i + 1].first != steps[i].first;
    if (last && cost < best) {
      best = cost;
      behind = steps[i].first + 1;
      found = true;
    }
  }
  if (!found) return 0;
  // `behind` counts places of a sequence that still has the node in it.
  const auto begin = sequence.begin();
  const uint32_t target = behind > here ? behind - 1 : behind;
  if (target > here) {
    std::rotate(begin + here, begin + here + 1, begin + target + 1);
  } else {
    std::rotate(begin + target, begin + here, begin + here + 1);
  }
  for (uint32_t i = std::min(here, target); i <= std::max(here, target); ++i)
    position[sequence[i]] = i;
  return std::max(here, target) - std::min(here, target);
}

std::vector<uint32_t> PositionsOf(std::span<const uint32_t> sequence) {
  std::vector<uint32_t> position(sequence.size());
  for (uint32_t i = 0; i < sequence.size(); ++i) position[sequence[i]] = i;
  return position;
}

/// A shortest cycle through `root` over arcs with something left of their cost, as arc indices;
/// empty when there is none.
class CycleFinder {
 public:
  CycleFinder(uint32_t size, std::span<const CostedArc> arcs)
      : arcs_(arcs), start_(size + 1, 0), order_(arcs.size()), from_(size, kNone) {
    std::iota(order_.begin(), order_.end(), 0u);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](uint32_t a, uint32_t b) { return arcs[a].from < arcs[b].from; });
    for (const CostedArc& arc : arcs) ++start_[arc.from + 1];
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
  }

  std::vector<uint32_t> Find(uint32_t root, const std::vector<uint64_t>& left) {
    std::vector<uint32_t> cycle;
    queue_.assign(1, root);
    for (size_t head = 0; head < queue_.size() && cycle.empty(); ++head) {
      const uint32_t node = queue_[head];
      for (uint32_t i = start_[node]; i < start_[node + 1]; ++i) {
        const uint32_t arc = order_[i];
        const uint32_t to = arcs_[arc].to;
        if (left[arc] == 0) continue;
        if (to == root) {
          for (uint32_t at = arc;; at = from_[arcs_[at].from]) {
            cycle.push_back(at);
            if (arcs_[at].from == root) break;
          }
          break;
        }
        if (from_[to] != kNone) continue;
        from_[to] = arc;
        queue_.push_back(to);
      }
    }
    for (const uint32_t node : queue_) from_[node] = kNone;
    return cycle;
  }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  std::span<const CostedArc> arcs_;
  std::vector<uint32_t> start_;
  std::vector<uint32_t> order_;
  std::vector<uint32_t> from_;  // the arc that a search came by
  std::vector<uint32_t> queue_;
};

}  // namespace

std::vector<uint32_t> CheapestOrder(uint32_t size, std::span<const CostedArc> arcs) {
  assert(size <= kExactCutNodes);
  const uint32_t sets = 1u << size;
  // What the arcs from each node into a set of nodes cost, by the halves of the set.
  const uint32_t low_bits = size / 2;
  const uint32_t low_sets = 1u << low_bits;
  const uint32_t high_sets = 1u << (size - low_bits);
  std::vector<uint64_t> cost(static_cast<size_t>(size) * size, 0);
  for (const CostedArc& arc : arcs) cost[arc.from * size + arc.to] += arc.cost;
  std::vector<uint64_t> low(static_cast<size_t>(size) * low_sets, 0);
  std::vector<uint64_t> high(static_cast<size_t>(size) * high_sets, 0);
  const auto fill = [&](std::vector<uint64_t>& table, uint32_t count, uint32_t first) {
    for (uint32_t node = 0; node < size; ++node) {
      for (uint32_t set = 1; set < count; ++set) {
        const uint32_t member = static_cast<uint32_t>(__builtin_ctz(set));
        table[node * count + set] =
            table[node * count + (set & (set - 1))] + cost[node * size + first + member];
      }
    }
  };
  fill(low, low_sets, 0);
  fill(high, high_sets, low_bits);

  // Of all orders of a set that stands first, the cheapest; `last` is its last node, whose arcs
  // into the rest of the set lead backwards.
  std::vector<uint64_t> best(sets, UINT64_MAX);
  std::vector<uint8_t> last(sets, 0);
  best[0] = 0;
  for (uint32_t set = 1; set < sets; ++set) {
    for (uint32_t members = set; members != 0; members &= members - 1) {
      const uint32_t node = static_cast<uint32_t>(__builtin_ctz(members));
      const uint32_t rest = set & ~(1u << node);
      const uint64_t total = best[rest] + low[node * low_sets + (rest & (low_sets - 1))] +
                             high[node * high_sets + (rest >> low_bits)];
      if (total < best[set]) {
        best[set] = total;
        last[set] = static_cast<uint8_t>(node);
      }
    }
  }
  std::vector<uint32_t> position(size);
  for (uint32_t set = sets - 1, place = size; set != 0; set &= ~(1u << last[set]))
    position[last[set]] = --place;
  return position;
}

std::vector<uint32_t> GoodOrder(uint32_t size, std::span<const CostedArc> arcs) {
  constexpr uint64_t kMaxMoves = 50'000'000;  // of nodes by one place: a tenth of a second
  const Rows rows(size, arcs);
  std::vector<uint32_t> sequence = GreedySequence(rows);
  std::vector<uint32_t> position = PositionsOf(sequence);
  std::vector<std::pair<uint32_t, int64_t>> steps;
  uint64_t moves = 0;
  uint64_t before = 1;
  while (moves != before && moves < kMaxMoves) {
    before = moves;
    for (uint32_t node = 0; node < size && moves < kMaxMoves; ++node)
      moves += Sift(rows, node, sequence, position, steps);
  }
  return position;
}

uint64_t CutBound(uint32_t size, std::span<const CostedArc> arcs) {
  std::vector<uint64_t> left;
  left.reserve(arcs.size());
  for (const CostedArc& arc : arcs) left.push_back(arc.cost);
  CycleFinder finder(size, arcs);
  uint64_t bound = 0;
  for (uint32_t root = 0; root < size; ++root) {
    for (;;) {
      const std::vector<uint32_t> cycle = finder.Find(root, left);
      if (cycle.empty()) break;
      uint64_t least = UINT64_MAX;
      for (const uint32_t arc : cycle) least = std::min(least, left[arc]);
      for (const uint32_t arc : cycle) left[arc] -= least;
      bound += least;
    }
  }
  return bound;
}

}  // namespace krepis::analyzer
