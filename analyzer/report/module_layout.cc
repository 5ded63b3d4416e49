#include "analyzer/report/module_layout.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "analyzer/report/module_groups.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxOrdered = 5'000;
constexpr int kSweeps = 12;

struct Arc {
  uint32_t from = 0;
  uint32_t to = 0;
  uint64_t weight = 0;
};

/// An order of 0 … size-1 in which the arcs lead forward, but for a set of small weight where there
/// are cycles: sinks go to the end and sources to the front, and where there is neither, what gives
/// more than it takes goes to the front (Eades, Lin and Smyth, Inf. Proc. Letters 47, 1993).
std::vector<uint32_t> ForwardOrder(uint32_t size, const std::vector<Arc>& arcs) {
  std::vector<uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0);
  if (size > kMaxOrdered) return order;
  std::vector<std::vector<Arc>> out(size), in(size);
  std::vector<uint64_t> gives(size, 0), takes(size, 0);
  for (const Arc& arc : arcs) {
    out[arc.from].push_back(arc);
    in[arc.to].push_back(arc);
    gives[arc.from] += arc.weight;
    takes[arc.to] += arc.weight;
  }
  std::vector<uint32_t> left = order;
  std::vector<bool> gone(size, false);
  std::vector<uint32_t> front, back;
  const auto take = [&](uint32_t node) {
    gone[node] = true;
    for (const Arc& arc : out[node]) takes[arc.to] -= arc.weight;
    for (const Arc& arc : in[node]) gives[arc.from] -= arc.weight;
  };
  while (!left.empty()) {
    size_t best = 0;
    bool taken = false;
    for (size_t i = 0; i < left.size(); ++i) {
      const uint32_t node = left[i];
      if (gives[node] == 0 || takes[node] == 0) {
        (gives[node] == 0 ? back : front).push_back(node);
        take(node);
        taken = true;
        continue;
      }
      const auto surplus = [&](uint32_t of) {
        return static_cast<int64_t>(gives[of]) - static_cast<int64_t>(takes[of]);
      };
      if (gone[left[best]] || surplus(node) > surplus(left[best])) best = i;
    }
    if (!taken) {
      front.push_back(left[best]);
      take(left[best]);
    }
    std::erase_if(left, [&](uint32_t node) { return gone[node]; });
  }
  front.insert(front.end(), back.rbegin(), back.rend());
  return front;
}

std::vector<uint32_t> Inverse(const std::vector<uint32_t>& order) {
  std::vector<uint32_t> position(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) position[order[i]] = i;
  return position;
}

/// Arcs between what `of` makes of the modules, those of one pair as one.
std::vector<Arc> ArcsOf(std::span<const ModuleDependency> dependencies,
                        const std::vector<uint32_t>& of) {
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> weights;
  for (const ModuleDependency& dependency : dependencies) {
    const uint32_t from = of[dependency.from];
    const uint32_t to = of[dependency.to];
    if (from != to) weights[{from, to}] += dependency.imports.size();
  }
  std::vector<Arc> arcs;
  for (const auto& [ends, weight] : weights) {
    if (weight != 0) arcs.push_back({ends.first, ends.second, weight});
  }
  return arcs;
}

/// How far each node is from the bottom over the arcs that lead forward in the order.
std::vector<uint32_t> HeightsOf(const std::vector<uint32_t>& order, const std::vector<Arc>& arcs) {
  const std::vector<uint32_t> position = Inverse(order);
  std::vector<std::vector<uint32_t>> uses(order.size());
  for (const Arc& arc : arcs) {
    if (position[arc.from] < position[arc.to]) uses[arc.from].push_back(arc.to);
  }
  std::vector<uint32_t> height(order.size(), 0);
  for (size_t i = order.size(); i-- > 0;) {
    for (const uint32_t used : uses[order[i]])
      height[order[i]] = std::max(height[order[i]], height[used] + 1);
  }
  return height;
}

/// Moves what is connected close together: each node to the mean place of its neighbours in other
/// ranks, sweep by sweep.
void Straighten(std::vector<std::vector<uint32_t>>& ranks, const std::vector<Arc>& arcs,
                size_t size) {
  std::vector<uint32_t> rank_of(size);
  std::vector<double> place(size);
  const auto number = [&](const std::vector<uint32_t>& rank) {
    for (size_t i = 0; i < rank.size(); ++i)
      place[rank[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(rank.size());
  };
  for (uint32_t r = 0; r < ranks.size(); ++r) {
    for (const uint32_t node : ranks[r]) rank_of[node] = r;
    number(ranks[r]);
  }
  std::vector<std::vector<uint32_t>> up(size), down(size);
  for (const Arc& arc : arcs) {
    if (rank_of[arc.from] == rank_of[arc.to]) continue;
    const bool forward = rank_of[arc.from] < rank_of[arc.to];
    up[forward ? arc.to : arc.from].push_back(forward ? arc.from : arc.to);
    down[forward ? arc.from : arc.to].push_back(forward ? arc.to : arc.from);
  }
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    const auto& neighbours = sweep % 2 == 0 ? up : down;
    for (size_t i = 0; i < ranks.size(); ++i) {
      std::vector<uint32_t>& rank = ranks[sweep % 2 == 0 ? i : ranks.size() - 1 - i];
      std::vector<std::pair<double, uint32_t>> means;
      for (const uint32_t node : rank) {
        double sum = place[node];
        for (const uint32_t other : neighbours[node]) sum += place[other];
        means.emplace_back(sum / static_cast<double>(neighbours[node].size() + 1), node);
      }
      std::sort(means.begin(), means.end(), [&](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        return place[a.second] != place[b.second] ? place[a.second] < place[b.second]
                                                  : a.second < b.second;
      });
      for (size_t j = 0; j < rank.size(); ++j) rank[j] = means[j].second;
      number(rank);
    }
  }
}

}  // namespace

ModuleLayout LayOut(const ModuleMap& map, std::span<const ModuleDependency> dependencies) {
  ModuleLayout layout;
  const auto modules = static_cast<uint32_t>(map.modules.size());
  layout.places.resize(modules);
  const bool many = modules > ModuleLayout::kReadable;
  for (ModuleGroup& group : GroupModules(map, ModuleLayout::kReadable)) {
    for (const uint32_t member : group.members)
      layout.places[member].group = static_cast<uint32_t>(layout.groups.size());
    layout.groups.push_back({std::move(group.name), !many});
  }

  // A group is one node, as is a module in none.
  std::vector<uint32_t> unit(modules);
  std::vector<std::optional<uint32_t>> row;  // by unit
  row.resize(layout.groups.size());
  for (uint32_t module = 0; module < modules; ++module) {
    const uint32_t group = layout.places[module].group;
    unit[module] = group == ModuleMap::kNone ? static_cast<uint32_t>(row.size()) : group;
    if (group == ModuleMap::kNone) row.emplace_back();
    row[unit[module]] = map.modules[module].row;
  }
  const auto units = static_cast<uint32_t>(row.size());
  const std::vector<Arc> arcs = ArcsOf(dependencies, unit);
  const std::vector<uint32_t> order = ForwardOrder(units, arcs);
  std::vector<bool> connected(units, false);
  for (const Arc& arc : arcs) connected[arc.from] = connected[arc.to] = true;

  // The layers, if there are any; what stands in none follows by what uses what.
  std::vector<uint32_t> rank(units);
  const auto rows = static_cast<uint32_t>(map.rows.size());
  layout.ranks = map.rows;
  std::vector<Arc> free_arcs = arcs;
  std::erase_if(free_arcs, [&](const Arc& arc) { return row[arc.from] || row[arc.to]; });
  const std::vector<uint32_t> heights = HeightsOf(order, free_arcs);
  const uint32_t top = units == 0 ? 0 : *std::max_element(heights.begin(), heights.end());
  layout.ranks.resize(rows + top + 1);
  if (rows != 0) layout.ranks[rows] = "in no layer";
  layout.ranks.emplace_back("depends on no module, and none on it");
  for (uint32_t i = 0; i < units; ++i) {
    const uint32_t below = connected[i] ? top - heights[i] : top + 1;
    rank[i] = row[i].value_or(rows + below);
  }

  std::vector<std::vector<uint32_t>> ranks(layout.ranks.size());
  for (const uint32_t i : order) ranks[rank[i]].push_back(i);
  // Ranks that nothing stands in are no part of the picture.
  std::vector<std::string> names;
  for (size_t i = 0; i < ranks.size(); ++i) {
    if (!ranks[i].empty()) names.push_back(std::move(layout.ranks[i]));
  }
  layout.ranks = std::move(names);
  std::erase_if(ranks, [](const auto& one) { return one.empty(); });
  Straighten(ranks, arcs, units);

  std::vector<uint32_t> unit_rank(units), unit_position(units);
  for (uint32_t r = 0; r < ranks.size(); ++r) {
    for (uint32_t i = 0; i < ranks[r].size(); ++i) {
      unit_rank[ranks[r][i]] = r;
      unit_position[ranks[r][i]] = i;
    }
  }
  std::vector<uint32_t> self(modules);
  std::iota(self.begin(), self.end(), 0);
  const std::vector<uint32_t> forward = Inverse(ForwardOrder(modules, ArcsOf(dependencies, self)));
  const std::vector<uint32_t> unit_forward = Inverse(order);
  for (uint32_t module = 0; module < modules; ++module) {
    layout.places[module].rank = unit_rank[unit[module]];
    layout.places[module].position = unit_position[unit[module]];
  }
  layout.order = std::move(self);
  std::sort(layout.order.begin(), layout.order.end(), [&](uint32_t a, uint32_t b) {
    const auto key = [&](uint32_t module) {
      return std::tuple(unit_rank[unit[module]], unit_forward[unit[module]], forward[module]);
    };
    return key(a) < key(b);
  });
  return layout;
}

}  // namespace krepis::analyzer
