// From a view of the graph to what a picture shows.

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/graph/export.h"

namespace krepis::analyzer {
namespace {

/// The module that a file stands in, which is its cluster; empty for what stands in none.
std::string_view ClusterOf(const GraphView& view, NodeId node) {
  if (view.level != GraphLevel::kFile || !view.graph.is_file(node)) return {};
  const ModuleId module = view.modules.Of(Index(node) - 1);
  return IsNone(module) ? std::string_view() : std::string_view(view.modules.Name(module));
}

}  // namespace

bool GraphView::ClosesCycles(const Edge& edge) const {
  if (edge.test_only && !tests) return false;
  if (level == GraphLevel::kFile && (edge.kind == EdgeKind::kUse || edge.kind == EdgeKind::kPath))
    return false;
  return kinds.Has(edge.kind) && EdgeKindSet::Runtime().Has(edge.kind);
}

std::vector<uint32_t> CyclesOf(const GraphView& view) {
  const Quotient quotient({view.graph, view.modules, view.packages, view.level,
                           [&](NodeId node) { return view.graph.is_file(node); },
                           [&](const Edge& edge) { return view.ClosesCycles(edge); }});
  std::vector<uint32_t> cycle_of_group(quotient.size() + 1, 0);
  uint32_t number = 0;
  for (const std::vector<uint32_t>& component : CyclicComponents(quotient.Rows())) {
    ++number;
    for (const uint32_t group : component) cycle_of_group[group] = number;
  }
  std::vector<uint32_t> cycles(view.graph.node_count() + 1, 0);
  for (uint32_t i = 1; i <= view.graph.node_count(); ++i)
    cycles[i] = cycle_of_group[quotient.Of(NodeId{i})];
  return cycles;
}

Drawing Draw(const GraphView& view) {
  const Graph& graph = view.graph;
  const auto focused = [&](NodeId node) { return !view.focus || view.focus(node); };
  const auto drawn = [&](NodeId node) {
    return graph.is_file(node) || view.externals || (view.focus && view.focus(node));
  };
  const auto counts = [&](const Edge& edge) {
    return view.kinds.Has(edge.kind) && (focused(edge.from) || focused(edge.to));
  };
  const Quotient quotient({graph, view.modules, view.packages, view.level, drawn, counts});
  const std::vector<uint32_t> cycle_of = CyclesOf(view);

  Drawing drawing;
  drawing.level = view.level;
  std::vector<bool> shown(quotient.size() + 1, false);
  std::vector<bool> in_focus(quotient.size() + 1, false);
  for (const Link& link : quotient.links()) shown[link.from] = shown[link.to] = true;
  std::vector<NodeId> example(quotient.size() + 1);
  for (uint32_t i = 1; i <= graph.node_count(); ++i) {
    const NodeId node{i};
    const uint32_t group = quotient.Of(node);
    if (group == 0) continue;
    example[group] = node;
    if (!focused(node)) continue;
    in_focus[group] = view.focus != nullptr;
    // A file without edges is part of the picture, an external is there for those who use it.
    if (graph.is_file(node)) shown[group] = true;
  }

  std::map<std::string_view, uint32_t> clusters;
  for (uint32_t group = 1; group <= quotient.size(); ++group) {
    const std::string_view cluster = ClusterOf(view, example[group]);
    if (shown[group] && !cluster.empty()) clusters.emplace(cluster, 0);
  }
  for (auto& [name, number] : clusters) {
    drawing.clusters.push_back(name);
    number = static_cast<uint32_t>(drawing.clusters.size());
  }
  std::vector<uint32_t> order;
  for (uint32_t group = 1; group <= quotient.size(); ++group) {
    if (shown[group]) order.push_back(group);
  }
  const auto cluster_of = [&](uint32_t group) {
    const std::string_view name = ClusterOf(view, example[group]);
    return name.empty() ? 0 : clusters.at(name);
  };
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(cluster_of(a), quotient.name(a)) < std::pair(cluster_of(b), quotient.name(b));
  });
  std::vector<uint32_t> place(quotient.size() + 1, 0);
  for (const uint32_t group : order) {
    place[group] = static_cast<uint32_t>(drawing.nodes.size());
    Drawing::Node& node = drawing.nodes.emplace_back();
    node.name = quotient.name(group);
    node.cluster = cluster_of(group);
    node.external = !graph.is_file(example[group]);
    node.focus = in_focus[group];
    node.cyclic = cycle_of[Index(example[group])] != 0;
    if (view.level == GraphLevel::kModule && view.layer && !node.external)
      node.layer = view.layer(node.name);
  }
  const auto closes = [&](const Link& link) {
    const uint32_t cycle = cycle_of[Index(example[link.from])];
    if (cycle == 0 || cycle != cycle_of[Index(example[link.to])]) return false;
    return std::any_of(link.sites.begin(), link.sites.end(),
                       [&](uint32_t site) { return view.ClosesCycles(graph.edges()[site]); });
  };
  for (const Link& link : quotient.links())
    drawing.lines.push_back({place[link.from], place[link.to], closes(link)});
  std::sort(drawing.lines.begin(), drawing.lines.end(),
            [](const Drawing::Line& a, const Drawing::Line& b) {
              return std::pair(a.from, a.to) < std::pair(b.from, b.to);
            });
  return drawing;
}

}  // namespace krepis::analyzer
