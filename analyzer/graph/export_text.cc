// Mermaid and D2: pictures as text that readers of Markdown and of design documents draw.

#include <fmt/format.h>

#include "analyzer/core/escape.h"
#include "analyzer/graph/export.h"

namespace krepis::analyzer {
namespace {

/// A quoted label of Mermaid. It knows no escapes but entities, and reads `text`, <b> and # itself.
std::string MermaidLabel(std::string_view text) {
  std::string label = "\"";
  for (const char c : EscapeForTerminal(text)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view(" /._-@:,+~=(){}[]").find(c) != std::string_view::npos ||
                       static_cast<unsigned char>(c) >= 0x80;
    label += plain ? std::string(1, c) : fmt::format("#{};", static_cast<int>(c));
  }
  return label + '"';
}

/// A double-quoted string of D2, where ${x} is a variable.
std::string D2String(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : EscapeForTerminal(text)) {
    if (c == '"' || c == '\\' || c == '$') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string DrawingMermaid(const Drawing& drawing) {
  std::string out = "flowchart TB\n";
  size_t node = 0;
  const auto write_nodes = [&](uint32_t cluster, std::string_view indent) {
    for (; node < drawing.nodes.size() && drawing.nodes[node].cluster == cluster; ++node) {
      const Drawing::Node& shown = drawing.nodes[node];
      out += fmt::format("{}n{}[{}]", indent, node, MermaidLabel(shown.name));
      // One class a node can have in this short form; a cycle says more than the rest.
      out += shown.cyclic     ? ":::cycle\n"
             : shown.focus    ? ":::focus\n"
             : shown.external ? ":::external\n"
                              : "\n";
    }
  };
  write_nodes(0, "  ");
  for (uint32_t cluster = 1; cluster <= drawing.clusters.size(); ++cluster) {
    out +=
        fmt::format("  subgraph c{} [{}]\n", cluster, MermaidLabel(drawing.clusters[cluster - 1]));
    write_nodes(cluster, "    ");
    out += "  end\n";
  }
  std::string cyclic;
  for (size_t i = 0; i < drawing.lines.size(); ++i) {
    out += fmt::format("  n{} --> n{}\n", drawing.lines[i].from, drawing.lines[i].to);
    if (drawing.lines[i].cyclic) cyclic += fmt::format("{}{}", cyclic.empty() ? "" : ",", i);
  }
  out +=
      "  classDef cycle stroke:#d00,color:#d00\n  classDef focus stroke-width:3px\n"
      "  classDef external stroke-dasharray:4,color:#555\n";
  if (!cyclic.empty()) out += fmt::format("  linkStyle {} stroke:#d00,stroke-width:2px\n", cyclic);
  return out;
}

std::string DrawingD2(const Drawing& drawing) {
  std::string out =
      "direction: down\nclasses: {\n  cycle: {style.stroke: \"#d00\"; style.font-color: \"#d00\"}\n"
      "  cyclic: {style.stroke: \"#d00\"; style.stroke-width: 3}\n"
      "  focus: {style.stroke-width: 4}\n  external: {style.stroke-dash: 4}\n}\n";
  const auto id = [&](size_t node) {
    const uint32_t cluster = drawing.nodes[node].cluster;
    return cluster == 0 ? fmt::format("n{}", node) : fmt::format("c{}.n{}", cluster, node);
  };
  for (uint32_t cluster = 1; cluster <= drawing.clusters.size(); ++cluster)
    out += fmt::format("c{}: {}\n", cluster, D2String(drawing.clusters[cluster - 1]));
  for (size_t i = 0; i < drawing.nodes.size(); ++i) {
    const Drawing::Node& node = drawing.nodes[i];
    std::string classes = node.external ? "external" : "";
    if (node.focus) classes += classes.empty() ? "focus" : "; focus";
    if (node.cyclic) classes += classes.empty() ? "cycle" : "; cycle";
    out += fmt::format("{}: {}{}\n", id(i), D2String(node.name),
                       classes.empty() ? "" : fmt::format(" {{class: [{}]}}", classes));
  }
  for (const Drawing::Line& line : drawing.lines) {
    out += fmt::format("{} -> {}{}\n", id(line.from), id(line.to),
                       line.cyclic ? ": {class: cyclic}" : "");
  }
  return out;
}

}  // namespace krepis::analyzer
