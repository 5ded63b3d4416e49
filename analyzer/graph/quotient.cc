#include "analyzer/graph/quotient.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace krepis::analyzer {
namespace {

/// An edge by its groups.
struct Site {
  uint32_t from;
  uint32_t to;
  uint32_t edge;

  friend auto operator<=>(const Site&, const Site&) = default;
};

}  // namespace

std::string_view GroupName(const Quotient::Source& source, NodeId node) {
  if (!source.graph.is_file(node) || source.level == GraphLevel::kFile)
    return source.graph.name(node);
  if (source.level == GraphLevel::kPackage) return source.packages.NameOf(node);
  const ModuleId module = source.modules.Of(Index(node) - 1);
  return IsNone(module) ? std::string_view() : std::string_view(source.modules.Name(module));
}

Quotient::Quotient(const Source& source) : of_(source.graph.node_count() + 1), names_(1) {
  const Graph& graph = source.graph;
  if (source.level == GraphLevel::kFile) names_.reserve(graph.node_count() + 1);
  std::unordered_map<std::string_view, uint32_t> ids;
  for (uint32_t i = 1; i <= graph.node_count(); ++i) {
    const NodeId node{i};
    if (!source.node(node)) continue;
    const std::string_view name = GroupName(source, node);
    if (name.empty()) continue;
    const auto next = static_cast<uint32_t>(names_.size());
    // No two nodes have one name.
    of_[i] = source.level == GraphLevel::kFile ? next : ids.emplace(name, next).first->second;
    if (of_[i] == next) names_.push_back(name);
  }

  std::vector<Site> sites;
  const std::span<const Edge> edges = graph.edges();
  sites.reserve(edges.size());
  for (uint32_t i = 0; i < edges.size(); ++i) {
    const uint32_t from = Of(edges[i].from);
    const uint32_t to = Of(edges[i].to);
    if (from != 0 && to != 0 && from != to && source.edge(edges[i])) sites.push_back({from, to, i});
  }
  // Edges are sorted by their ends, so single files are in order already.
  if (!std::is_sorted(sites.begin(), sites.end())) std::sort(sites.begin(), sites.end());
  sites_.reserve(sites.size());
  for (const Site& site : sites) sites_.push_back(site.edge);
  size_t links = 0;
  for (size_t i = 0; i < sites.size(); ++i)
    links += i == 0 || sites[i].from != sites[i - 1].from || sites[i].to != sites[i - 1].to ? 1 : 0;
  links_.reserve(links);
  for (size_t i = 0; i < sites.size();) {
    size_t end = i + 1;
    while (end < sites.size() && sites[end].from == sites[i].from && sites[end].to == sites[i].to)
      ++end;
    links_.push_back({sites[i].from, sites[i].to, std::span(sites_).subspan(i, end - i)});
    i = end;
  }
  start_.assign(names_.size() + 1, 0);
  dependents_.assign(names_.size(), 0);
  for (const Link& link : links_) {
    ++start_[link.from + 1];
    ++dependents_[link.to];
  }
  std::partial_sum(start_.begin(), start_.end(), start_.begin());
}

const Link* Quotient::Find(uint32_t from, uint32_t to) const {
  const std::span<const Link> row = Out(from);
  const auto it = std::lower_bound(
      row.begin(), row.end(), to, [](const Link& link, uint32_t group) { return link.to < group; });
  return it != row.end() && it->to == to ? &*it : nullptr;
}

Adjacency Quotient::Rows() const {
  Adjacency rows{start_, {}};
  rows.target.reserve(links_.size());
  for (const Link& link : links_) rows.target.push_back(link.to);
  return rows;
}

}  // namespace krepis::analyzer
