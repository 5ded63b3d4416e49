// On an import: the modules and layers of both sides, and the verdict with the rule that it is by.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/layers.h"
#include "analyzer/lsp/hover_parts.h"

namespace krepis::analyzer {
namespace {

/// Dependencies that one place may have: an import of several names, a path with re-exports.
constexpr size_t kMostShown = 6;

std::string Side(const Model& model, const LayerTable& layers, NodeId node) {
  if (!model.graph.is_file(node)) return fmt::format("`{}` (external)", model.graph.name(node));
  const ModuleId module = model.ModuleOf(node);
  if (IsNone(module)) return fmt::format("`{}` (in no module)", model.graph.name(node));
  const std::string& name = model.modules.Name(module);
  const std::optional<LayerPosition> layer = layers.Of(module);
  if (!layer) return fmt::format("**{}** (in no layer)", name);
  return fmt::format("**{}** (layer {} of {}: {})", name, layer->row + 1,
                     model.config.layers.order.size(), model.config.layers.order[layer->row].text);
}

bool StandsAt(const Diagnostic& violation, const std::string& path, const Location& location) {
  if (violation.path == path && violation.location == location) return true;
  return std::any_of(violation.evidence.begin(), violation.evidence.end(), [&](const Evidence& e) {
    return e.path == path && e.location == location && violation.path == path;
  });
}

/// What forbids the dependency, or accepts it although a rule forbids it, or "allowed".
std::string Verdict(const DocumentView& view, const Edge& edge) {
  const Model& model = view.model();
  const std::string_view to = model.graph.name(edge.to);
  std::string text;
  for (const Diagnostic& violation : view.live().report().violations) {
    if (!violation.rule.starts_with("layering/")) continue;
    if (!StandsAt(violation, view.path, edge.location)) continue;
    // Of several dependencies at one place each has its own verdict; a cycle names members.
    if (violation.to != to && !std::string_view(violation.rule).ends_with("cycle") &&
        violation.fingerprint_key.find("transitive") == std::string::npos) {
      continue;
    }
    text += fmt::format("\n\n**forbidden** by `{}`{}: {}", violation.rule,
                        violation.id.empty() ? "" : fmt::format(" `{}`", violation.id),
                        violation.message);
    if (!violation.because.empty()) text += "\n\nbecause: " + violation.because;
    if (!violation.fix.empty()) text += "\n\nfix: " + violation.fix;
  }
  for (const BaselineEntry& entry : view.live().analysis().baseline().used) {
    if (entry.parts.size() < 2 || entry.parts[0] != view.path || entry.parts[1] != to) continue;
    text += fmt::format("\n\naccepted by `{}`: {} {}", view.live().baseline_path(), entry.rule,
                        entry.id);
  }
  for (const SuppressionFact& fact : model.FactsOf(edge.from).suppressions) {
    const uint32_t line = fact.location.begin.line;
    const uint32_t at = edge.location.begin.line;
    if (!fact.problem.empty() || (!fact.whole_file && line != at && line + 1 != at)) continue;
    text += fmt::format("\n\naccepted here: `{}`, {}", fact.rule, fact.why);
  }
  return text.empty() ? "\n\nallowed" : text;
}

}  // namespace

std::optional<HoverText> HoverImport(const DocumentView& view, uint32_t offset) {
  const Model& model = view.model();
  const NodeId node = view.node();
  // The specifier, else the statement around it.
  const auto touched = [&](const Location& location) {
    if (Touches(location, offset)) return true;
    const std::vector<ImportFact>& imports = model.FactsOf(node).imports;
    return std::any_of(imports.begin(), imports.end(), [&](const ImportFact& import) {
      return import.location == location && Touches(import.statement, offset);
    });
  };
  for (const UnresolvedImport& import : model.graph.unresolved()) {
    if (import.from == node && Touches(import.location, offset)) {
      return HoverText{UnresolvedText(model.graph, import), import.location.span};
    }
  }
  std::vector<const Edge*> edges;
  for (const Edge& edge : model.graph.Out(node)) {
    if (!EdgeKindSet::Default().Has(edge.kind) || !touched(edge.location)) continue;
    const bool again = std::any_of(edges.begin(), edges.end(), [&](const Edge* known) {
      return known->to == edge.to && known->location == edge.location;
    });
    if (!again) edges.push_back(&edge);
  }
  if (edges.empty()) return std::nullopt;
  const LayerTable layers(model);
  std::string text;
  for (size_t i = 0; i < edges.size() && i < kMostShown; ++i) {
    const Edge& edge = *edges[i];
    if (i != 0) text += "\n\n";
    text += fmt::format("{} → {}", Side(model, layers, edge.from), Side(model, layers, edge.to));
    if (model.graph.is_file(edge.to)) {
      text += fmt::format("\n\n`{}`", model.graph.name(edge.to));
    }
    text += Verdict(view, edge);
  }
  if (edges.size() > kMostShown) {
    text += fmt::format("\n\nand {} more", edges.size() - kMostShown);
  }
  return HoverText{text, edges.front()->location.span};
}

}  // namespace krepis::analyzer
