#include "analyzer/graph/export.h"

#include <map>
#include <set>

#include "analyzer/core/json_writer.h"
#include "analyzer/core/language.h"

namespace krepis::analyzer {
namespace {

/// Writes one view; the schema is the contract's.
class JsonExport {
 public:
  explicit JsonExport(const GraphView& view)
      : view_(view),
        files_(view.level == GraphLevel::kFile),
        quotient_({view.graph, view.modules, view.packages, view.level, [](NodeId) { return true; },
                   [&](const Edge& edge) {
                     return view.kinds.Has(edge.kind) && (Focused(edge.from) || Focused(edge.to));
                   }}),
        json_(&out_, JsonWriter::Layout::kIndented) {}

  std::string Run() {
    json_.BeginObject().Member("schema", "krepis.graph/1").Key("nodes").BeginArray();
    WriteNodes();
    json_.EndArray().Key("edges").BeginArray();
    for (const Link& link : quotient_.links()) files_ ? WriteSites(link) : WriteLink(link);
    if (files_) WriteUnresolved();
    json_.EndArray().Key("cycles").BeginArray();
    WriteCycles();
    json_.EndArray().EndObject();
    return std::move(out_) + "\n";
  }

 private:
  bool Focused(NodeId node) const { return !view_.focus || view_.focus(node); }
  std::string_view Name(NodeId node) const { return quotient_.name(quotient_.Of(node)); }

  void WriteNodes() {
    shown_.assign(quotient_.size() + 1, false);
    std::vector<bool> focus(quotient_.size() + 1, false);
    for (const Link& link : quotient_.links()) shown_[link.from] = shown_[link.to] = true;
    for (uint32_t i = 1; i <= view_.graph.file_count(); ++i) {
      if (!Focused(NodeId{i})) continue;
      shown_[quotient_.Of(NodeId{i})] = true;
      focus[quotient_.Of(NodeId{i})] = true;
    }
    uint32_t last = 0;  // groups are numbered in the order of their first node
    for (uint32_t i = 1; i <= view_.graph.file_count(); ++i) {
      const NodeId node{i};
      const uint32_t group = quotient_.Of(node);
      if (group <= last) continue;
      last = group;
      if (!shown_[group]) continue;
      json_.BeginObject().Member("id", quotient_.name(group));
      if (files_) {
        const ModuleId module = view_.modules.Of(i - 1);
        json_.Member("language", LanguageName(view_.graph.language(node)))
            .OptionalMember("module", IsNone(module)
                                          ? std::string_view()
                                          : std::string_view(view_.modules.Name(module)));
      }
      if (view_.focus && focus[group]) json_.Member("focus", true);
      json_.EndObject();
    }
  }

  void WriteSites(const Link& link) {
    for (const uint32_t site : link.sites) {
      const Edge& edge = view_.graph.edges()[site];
      json_.BeginObject()
          .Member("from", quotient_.name(link.from))
          .Member("to", quotient_.name(link.to))
          .Member("kind", EdgeKindName(edge.kind))
          .Member("specifier", view_.graph.text(edge.specifier))
          .Member("line", edge.location.begin.line)
          .Member("column", edge.location.begin.column)
          .Member("resolution", !view_.graph.is_file(edge.to) ? "external" : "resolved");
      if (edge.guessed) json_.Member("guessed", true);
      if (edge.test_only) json_.Member("test_only", true);
      if (!IsNone(edge.condition)) json_.Member("cfg", view_.graph.text(edge.condition));
      json_.EndObject();
    }
  }

  /// One edge per kind, with the number of its sites.
  void WriteLink(const Link& link) {
    std::map<EdgeKind, uint32_t> kinds;
    for (const uint32_t site : link.sites) ++kinds[view_.graph.edges()[site].kind];
    for (const auto& [kind, count] : kinds) {
      json_.BeginObject()
          .Member("from", quotient_.name(link.from))
          .Member("to", quotient_.name(link.to))
          .Member("kind", EdgeKindName(kind))
          .Member("count", count)
          .EndObject();
    }
  }

  void WriteUnresolved() {
    for (const UnresolvedImport& import : view_.graph.unresolved()) {
      if (!view_.kinds.Has(import.kind) || !Focused(import.from)) continue;
      json_.BeginObject()
          .Member("from", view_.graph.name(import.from))
          .Member("kind", EdgeKindName(import.kind))
          .Member("specifier", view_.graph.text(import.specifier))
          .Member("line", import.location.begin.line)
          .Member("column", import.location.begin.column)
          .Member("resolution", "unresolved")
          .EndObject();
    }
  }

  /// Those that a node of the output is on, each as a whole.
  void WriteCycles() {
    const std::vector<uint32_t> cycle_of = CyclesOf(view_);
    std::map<uint32_t, std::set<std::string_view>> members;
    std::set<uint32_t> seen;
    for (uint32_t i = 1; i <= view_.graph.file_count(); ++i) {
      if (cycle_of[i] == 0) continue;
      members[cycle_of[i]].insert(Name(NodeId{i}));
      if (shown_[quotient_.Of(NodeId{i})]) seen.insert(cycle_of[i]);
    }
    for (const uint32_t cycle : seen) {
      json_.BeginArray();
      for (const std::string_view name : members[cycle]) json_.String(name);
      json_.EndArray();
    }
  }

  const GraphView& view_;
  bool files_;
  Quotient quotient_;
  std::string out_;
  JsonWriter json_;
  std::vector<bool> shown_;  // by group; group 0 is not looked at
};

}  // namespace

std::string GraphJson(const GraphView& view) { return JsonExport(view).Run(); }

}  // namespace krepis::analyzer
