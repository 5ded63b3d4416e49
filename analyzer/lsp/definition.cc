// textDocument/definition: in krepis.toml from the name of a module, a stage or a rule to where it
// is declared; in the code from the rule of a suppression to its entry in krepis.toml.

#include "analyzer/lsp/config_names.h"
#include "analyzer/lsp/config_place.h"
#include "analyzer/lsp/document_view.h"
#include "analyzer/lsp/words.h"

namespace krepis::analyzer {
namespace {

Json InConfig(const DocumentView& view, const Location& location) {
  const std::string path = view.live().config_path();
  if (path.empty() || path.starts_with('/') || location.begin.line == 0) return nullptr;
  RangeFinder ranges(view.live(), view.client.encoding);
  return {{"uri", view.UriOf(path)}, {"range", ToJson(ranges.RangeOf(path, location))}};
}

}  // namespace

Json Definition(const DocumentView& view, const Json& params) {
  const std::optional<LspPosition> position = ReadPosition(Member(params, "position"));
  if (!position) return nullptr;
  const uint32_t offset = view.OffsetOf(*position);
  const Config& config = view.model().config;
  if (view.IsConfig()) {
    const ConfigPlace place = FindConfigPlace(view.text, offset);
    const std::optional<ConfigName> name = FindConfigName(config, place, view.text, offset);
    return name ? InConfig(view, name->declaration) : Json(nullptr);
  }
  const NodeId node = view.node();
  if (IsNone(node) || !view.model().graph.is_file(node)) return nullptr;
  for (const SuppressionFact& fact : view.model().FactsOf(node).suppressions) {
    if (!Touches(fact.location, offset)) continue;
    const std::string name = WordAt(view.text, offset).text;
    for (const RuleConfig& rule : config.rules) {
      if (rule.id.value == name) return InConfig(view, rule.location);
    }
    for (const OrderingRule& rule : config.ordering.rules) {
      if (rule.id.value == name) return InConfig(view, rule.location);
    }
  }
  return nullptr;
}

}  // namespace krepis::analyzer
