#include "analyzer/graph/cycles_left.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "analyzer/graph/components.h"

namespace krepis::analyzer {

CyclesLeft::CyclesLeft(uint32_t size, std::span<const CostedArc> arcs)
    : arcs_(arcs),
      start_(size + 1, 0),
      order_(arcs.size()),
      removed_(arcs.size(), false),
      part_(size, 0),
      known_(arcs.size()),
      seen_(size, 0),
      place_(size, 0) {
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
    return std::tie(arcs[a].from, arcs[a].to, a) < std::tie(arcs[b].from, arcs[b].to, b);
  });
  for (const CostedArc& arc : arcs) ++start_[arc.from + 1];
  std::partial_sum(start_.begin(), start_.end(), start_.begin());
  std::vector<uint32_t> all(size);
  std::iota(all.begin(), all.end(), 0u);
  Divide(all);
}

size_t CyclesLeft::CountWithout(uint32_t arc) {
  const uint32_t part = part_[arcs_[arc].from];
  if (removed_[arc] || part == kNone || part != part_[arcs_[arc].to]) return count_;
  Known& known = known_[arc];
  if (known.part != part) {
    known = {part, 0};
    if (!HasDetour(arc)) {
      known.freed = parts_[part].size();
      for (const std::vector<uint32_t>& rest : Split(parts_[part], arc)) known.freed -= rest.size();
    }
  }
  return count_ - known.freed;
}

void CyclesLeft::Remove(uint32_t arc) {
  if (removed_[arc]) return;
  removed_[arc] = true;
  const uint32_t part = part_[arcs_[arc].from];
  if (part == kNone || part != part_[arcs_[arc].to]) return;
  const std::vector<uint32_t> nodes = std::move(parts_[part]);
  count_ -= nodes.size();
  Divide(nodes);
}

void CyclesLeft::Divide(const std::vector<uint32_t>& nodes) {
  std::vector<std::vector<uint32_t>> components = Split(nodes, kNone);
  for (const uint32_t node : nodes) part_[node] = kNone;
  for (std::vector<uint32_t>& component : components) {
    count_ += component.size();
    for (const uint32_t node : component) part_[node] = static_cast<uint32_t>(parts_.size());
    parts_.push_back(std::move(component));
  }
}

bool CyclesLeft::HasDetour(uint32_t arc) {
  const auto [from, goal, cost] = arcs_[arc];
  if (from == goal) return true;
  ++search_;
  seen_[from] = search_;
  queue_.assign(1, from);
  for (size_t head = 0; head < queue_.size(); ++head) {
    const uint32_t node = queue_[head];
    for (uint32_t i = start_[node]; i < start_[node + 1]; ++i) {
      const uint32_t way = order_[i];
      const uint32_t to = arcs_[way].to;
      if (way == arc || removed_[way] || seen_[to] == search_ || part_[to] != part_[from]) continue;
      if (to == goal) return true;
      seen_[to] = search_;
      queue_.push_back(to);
    }
  }
  return false;
}

std::vector<std::vector<uint32_t>> CyclesLeft::Split(const std::vector<uint32_t>& nodes,
                                                     uint32_t arc) {
  for (uint32_t i = 0; i < nodes.size(); ++i) place_[nodes[i]] = i;
  Adjacency rows;
  rows.start.reserve(nodes.size() + 1);
  rows.start.push_back(0);
  for (const uint32_t node : nodes) {
    const size_t first = rows.target.size();
    for (uint32_t i = start_[node]; i < start_[node + 1]; ++i) {
      const uint32_t to = arcs_[order_[i]].to;
      if (order_[i] == arc || removed_[order_[i]] || part_[to] != part_[node]) continue;
      if (rows.target.size() > first && rows.target.back() == place_[to]) continue;
      rows.target.push_back(place_[to]);
    }
    rows.start.push_back(static_cast<uint32_t>(rows.target.size()));
  }
  std::vector<std::vector<uint32_t>> components = CyclicComponents(rows);
  for (std::vector<uint32_t>& component : components) {
    for (uint32_t& node : component) node = nodes[node];
  }
  return components;
}

}  // namespace krepis::analyzer
