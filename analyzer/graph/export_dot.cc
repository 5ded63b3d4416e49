#include <fmt/format.h>

#include <map>

#include "analyzer/core/escape.h"
#include "analyzer/graph/export.h"

namespace krepis::analyzer {
namespace {

/// A quoted string of DOT, where a backslash starts an escape of labels.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : EscapeForTerminal(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// Nodes are numbered, so that no name can be taken for a keyword, a port or another's escape.
std::string NodeLine(const Drawing::Node& node, size_t number) {
  std::string line = fmt::format("n{} [label={}", number, Quoted(node.name));
  if (node.external) line += ", style=dashed, color=gray50, fontcolor=gray30";
  if (node.cyclic) line += ", color=red, fontcolor=red";
  if (node.focus) line += ", penwidth=2.5";
  return line + "];\n";
}

}  // namespace

std::string DrawingDot(const Drawing& drawing) {
  std::string out =
      "digraph krepis {\n  rankdir=TB;\n  node [shape=box, fontsize=10];\n  edge [color=gray40];\n";
  size_t node = 0;
  const auto write_nodes = [&](uint32_t cluster, std::string_view indent) {
    for (; node < drawing.nodes.size() && drawing.nodes[node].cluster == cluster; ++node)
      out += fmt::format("{}{}", indent, NodeLine(drawing.nodes[node], node));
  };
  write_nodes(0, "  ");
  for (uint32_t cluster = 1; cluster <= drawing.clusters.size(); ++cluster) {
    out += fmt::format("  subgraph cluster_{} {{\n    label={};\n    color=gray70;\n", cluster,
                       Quoted(drawing.clusters[cluster - 1]));
    write_nodes(cluster, "    ");
    out += "  }\n";
  }
  std::map<uint32_t, std::string> layers;
  for (size_t i = 0; i < drawing.nodes.size(); ++i) {
    if (drawing.nodes[i].layer) layers[*drawing.nodes[i].layer] += fmt::format(" n{};", i);
  }
  for (const auto& [layer, members] : layers)
    out += fmt::format("  {{ rank=same; l{} [style=invis, shape=point];{} }}\n", layer, members);
  uint32_t above = 0;
  for (const auto& [layer, members] : layers) {
    if (layer != layers.begin()->first)
      out += fmt::format("  l{} -> l{} [style=invis];\n", above, layer);
    above = layer;
  }
  for (const Drawing::Line& line : drawing.lines) {
    out += fmt::format("  n{} -> n{}{};\n", line.from, line.to,
                       line.cyclic ? " [color=red, penwidth=1.5]" : "");
  }
  return out + "}\n";
}

}  // namespace krepis::analyzer
