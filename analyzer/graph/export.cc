#include "analyzer/graph/export.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/core/language.h"

namespace krepis::analyzer {
namespace {

std::string_view ModuleName(const GraphView& view, NodeId node) {
  if (!view.graph.is_file(node)) return {};
  const ModuleId module = view.modules.Of(Index(node) - 1);
  return IsNone(module) ? std::string_view() : std::string_view(view.modules.Name(module));
}

/// The node's name at the view's level; externals keep theirs, files in no group are left out
/// (empty).
std::string_view NameAt(const GraphView& view, NodeId node) {
  if (!view.graph.is_file(node) || view.level == GraphLevel::kFile) return view.graph.name(node);
  return view.level == GraphLevel::kModule ? ModuleName(view, node) : view.packages.NameOf(node);
}

bool Shown(const GraphView& view, const Edge& edge) {
  return view.kinds.Has(edge.kind) && (!view.focus || view.focus(edge.from) || view.focus(edge.to));
}

std::string DotString(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : EscapeForTerminal(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

void WriteEdge(JsonWriter& json, const GraphView& view, const Edge& edge) {
  json.BeginObject()
      .Member("from", NameAt(view, edge.from))
      .Member("to", NameAt(view, edge.to))
      .Member("kind", EdgeKindName(edge.kind));
  if (view.level == GraphLevel::kFile) {
    json.Member("specifier", view.graph.text(edge.specifier))
        .Member("line", edge.location.begin.line)
        .Member("column", edge.location.begin.column)
        .Member("resolution", view.graph.is_file(edge.to) ? "resolved" : "external");
    if (edge.guessed) json.Member("guessed", true);
    if (edge.test_only) json.Member("test_only", true);
  }
  json.EndObject();
}

}  // namespace

std::string GraphJson(const GraphView& view) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", "krepis.graph/1").Key("nodes").BeginArray();
  std::set<std::string_view> seen;
  for (uint32_t i = 1; i <= view.graph.file_count(); ++i) {
    const NodeId node{i};
    const std::string_view name = NameAt(view, node);
    if (name.empty() || (view.focus && !view.focus(node)) || !seen.insert(name).second) continue;
    json.BeginObject().Member("id", name);
    if (view.level == GraphLevel::kFile) {
      json.Member("language", LanguageName(view.graph.language(node)))
          .OptionalMember("module", ModuleName(view, node));
    }
    json.EndObject();
  }
  json.EndArray().Key("edges").BeginArray();
  std::set<std::tuple<std::string_view, std::string_view, EdgeKind>> written;
  for (const Edge& edge : view.graph.edges()) {
    if (!Shown(view, edge)) continue;
    if (view.level != GraphLevel::kFile) {
      const auto key = std::tuple(NameAt(view, edge.from), NameAt(view, edge.to), edge.kind);
      if (std::get<0>(key).empty() || std::get<1>(key).empty() ||
          std::get<0>(key) == std::get<1>(key) || !written.insert(key).second) {
        continue;
      }
    }
    WriteEdge(json, view, edge);
  }
  if (view.level == GraphLevel::kFile) {
    for (const UnresolvedImport& import : view.graph.unresolved()) {
      if (!view.kinds.Has(import.kind) || (view.focus && !view.focus(import.from))) continue;
      json.BeginObject()
          .Member("from", view.graph.name(import.from))
          .Member("kind", EdgeKindName(import.kind))
          .Member("specifier", view.graph.text(import.specifier))
          .Member("line", import.location.begin.line)
          .Member("column", import.location.begin.column)
          .Member("resolution", "unresolved")
          .EndObject();
    }
  }
  json.EndArray().EndObject();
  out += '\n';
  return out;
}

std::string GraphDot(const GraphView& view) {
  std::string out = "digraph krepis {\n  rankdir=LR;\n  node [shape=box, fontsize=10];\n";
  std::set<std::pair<std::string_view, std::string_view>> edges;
  std::map<std::string_view, std::set<std::string_view>> clusters;
  const auto place = [&](NodeId node) {
    const std::string_view cluster =
        view.level == GraphLevel::kFile ? ModuleName(view, node) : std::string_view();
    clusters[cluster].insert(NameAt(view, node));
  };
  for (uint32_t i = 1; i <= view.graph.file_count(); ++i) {
    const NodeId node{i};
    if (!NameAt(view, node).empty() && (!view.focus || view.focus(node))) place(node);
  }
  for (const Edge& edge : view.graph.edges()) {
    const auto pair = std::pair(NameAt(view, edge.from), NameAt(view, edge.to));
    if (!Shown(view, edge) || pair.first.empty() || pair.second.empty() ||
        pair.first == pair.second)
      continue;
    place(edge.from);
    place(edge.to);
    edges.insert(pair);
  }
  uint32_t number = 0;
  for (const auto& [cluster, nodes] : clusters) {
    const std::string_view indent = cluster.empty() ? "  " : "    ";
    if (!cluster.empty())
      out += fmt::format("  subgraph cluster_{} {{\n    label={};\n", number++, DotString(cluster));
    for (const std::string_view name : nodes)
      out += fmt::format("{}{};\n", indent, DotString(name));
    if (!cluster.empty()) out += "  }\n";
  }
  for (const auto& [from, to] : edges)
    out += fmt::format("  {} -> {};\n", DotString(from), DotString(to));
  return out + "}\n";
}

}  // namespace krepis::analyzer
