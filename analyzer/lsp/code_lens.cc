// textDocument/codeLens: the layer of a file, and how many files depend on it and it on. Off unless
// the user asks for it.

#include <fmt/format.h>

#include <set>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/engine/layers.h"
#include "analyzer/lsp/document_view.h"

namespace krepis::analyzer {

Json CodeLenses(const DocumentView& view, const Json&) {
  const NodeId node = view.node();
  const Model& model = view.model();
  if (!view.client.settings.code_lens || IsNone(node) || !model.graph.is_file(node)) {
    return Json::array();
  }
  std::set<NodeId> in;
  std::set<NodeId> out;
  for (const uint32_t edge : model.graph.In(node)) {
    const Edge& one = model.graph.edges()[edge];
    if (Counts(model, one, EdgeKindSet::Default())) in.insert(one.from);
  }
  for (const Edge& edge : model.graph.Out(node)) {
    if (Counts(model, edge, EdgeKindSet::Default()) && model.graph.is_file(edge.to)) {
      out.insert(edge.to);
    }
  }
  std::string title;
  const ModuleId module = model.ModuleOf(node);
  if (IsNone(module)) {
    title = "in no module";
  } else if (const std::optional<LayerPosition> layer = LayerTable(model).Of(module)) {
    title = fmt::format("{} · layer {} of {}", model.modules.Name(module), layer->row + 1,
                        model.config.layers.order.size());
  } else {
    title = model.modules.Name(module);
  }
  title += fmt::format(" · fan-in {} · fan-out {}", in.size(), out.size());
  return Json::array(
      {{{"range", ToJson(LspRange{})}, {"command", {{"title", title}, {"command", ""}}}}});
}

}  // namespace krepis::analyzer
