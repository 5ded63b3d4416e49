#include "analyzer/graph/cycles_left.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "analyzer/graph/components.h"

namespace krepis::analyzer {

CyclesLeft::CyclesLeft(uint32_t size, std::span<const CostedArc> arcs)
    : arcs_(arcs),
      removed_(arcs.size(), false),
      part_(size, 0),
      known_(arcs.size()),
      seen_(size, 0),
      place_(size, 0) {
  const auto fill = [&](Rows& rows, uint32_t CostedArc::* end, uint32_t CostedArc::* other) {
    rows.start.assign(size + 1, 0);
    rows.order.resize(arcs.size());
    std::iota(rows.order.begin(), rows.order.end(), 0u);
    std::sort(rows.order.begin(), rows.order.end(), [&](uint32_t a, uint32_t b) {
      return std::tie(arcs[a].*end, arcs[a].*other, a) < std::tie(arcs[b].*end, arcs[b].*other, b);
    });
    for (const CostedArc& arc : arcs) ++rows.start[arc.*end + 1];
    std::partial_sum(rows.start.begin(), rows.start.end(), rows.start.begin());
  };
  fill(out_, &CostedArc::from, &CostedArc::to);
  fill(in_, &CostedArc::to, &CostedArc::from);
  std::vector<uint32_t> all(size);
  std::iota(all.begin(), all.end(), 0u);
  Divide(all);
}

size_t CyclesLeft::CountWithout(uint32_t arc) {
  const uint32_t part = part_[arcs_[arc].from];
  if (removed_[arc] || part == kNone || part != part_[arcs_[arc].to]) return count_;
  Known& known = known_[arc];
  if (known.part != part) known = {part, FreedBy(arc)};
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
  std::vector<std::vector<uint32_t>> components = Split(nodes, kNone, UINT32_MAX);
  for (const uint32_t node : nodes) part_[node] = kNone;
  for (std::vector<uint32_t>& component : components) {
    count_ += component.size();
    for (const uint32_t node : component) part_[node] = static_cast<uint32_t>(parts_.size());
    parts_.push_back(std::move(component));
  }
}

size_t CyclesLeft::FreedBy(uint32_t arc) {
  const auto [from, to, cost] = arcs_[arc];
  if (from == to) return 0;
  search_ += 2;
  seen_[from] = search_;
  seen_[to] = search_ + 1;
  forwards_ = {{from}};
  backwards_ = {{to}};
  while (!forwards_.done() && !backwards_.done()) {
    if (Step(arc, false) || Step(arc, true)) return 0;  // there is a detour
  }
  while (!forwards_.done()) Step(arc, false);
  while (!backwards_.done()) Step(arc, true);
  // Every node of the part has a way to where the arc begins that does not take it, and one from
  // where it ends: what is reached from there, and what reaches this, are components.
  const std::vector<uint32_t>& part = parts_[part_[from]];
  size_t freed = part.size();
  for (const size_t found : {forwards_.nodes.size(), backwards_.nodes.size()})
    freed -= found > 1 ? found : 0;
  std::vector<uint32_t> others;
  for (const uint32_t node : part) {
    if (seen_[node] < search_) others.push_back(node);
  }
  for (const std::vector<uint32_t>& rest : Split(others, arc, search_)) freed -= rest.size();
  return freed;
}

bool CyclesLeft::Step(uint32_t arc, bool backwards) {
  Queue& queue = backwards ? backwards_ : forwards_;
  const Rows& rows = backwards ? in_ : out_;
  if (queue.done()) return false;
  const uint32_t own = search_ + (backwards ? 1 : 0);
  const uint32_t node = queue.nodes[queue.next++];
  for (uint32_t i = rows.start[node]; i < rows.start[node + 1]; ++i) {
    const uint32_t way = rows.order[i];
    const uint32_t next = backwards ? arcs_[way].from : arcs_[way].to;
    if (way == arc || removed_[way] || seen_[next] == own || part_[next] != part_[node]) continue;
    if (seen_[next] >= search_) return true;
    seen_[next] = own;
    queue.nodes.push_back(next);
  }
  return false;
}

std::vector<std::vector<uint32_t>> CyclesLeft::Split(const std::vector<uint32_t>& nodes,
                                                     uint32_t arc, uint32_t search) {
  for (uint32_t i = 0; i < nodes.size(); ++i) place_[nodes[i]] = i;
  Adjacency rows;
  rows.start.reserve(nodes.size() + 1);
  rows.start.push_back(0);
  for (const uint32_t node : nodes) {
    const size_t first = rows.target.size();
    for (uint32_t i = out_.start[node]; i < out_.start[node + 1]; ++i) {
      const uint32_t way = out_.order[i];
      const uint32_t to = arcs_[way].to;
      if (way == arc || removed_[way] || part_[to] != part_[node] || seen_[to] >= search) continue;
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
