#include "analyzer/graph/javascript_modules.h"

#include <algorithm>

#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {

JavaScriptModules::JavaScriptModules(const Graph& graph, uint32_t file) {
  std::string_view last;
  for (const Edge& edge : graph.Out(NodeId{file + 1})) {
    if (!graph.is_file(edge.to) || edge.specifier == StringId{}) continue;
    if (edge.kind != EdgeKind::kImport && edge.kind != EdgeKind::kDynamic &&
        edge.kind != EdgeKind::kType)
      continue;
    const std::string_view specifier = graph.text(edge.specifier);
    if (specifier == last) continue;
    last = specifier;
    modules_.push_back({CanonicalModule(specifier).module, Index(edge.to) - 1});
  }
  std::stable_sort(modules_.begin(), modules_.end());
}

std::optional<uint32_t> JavaScriptModules::Of(std::string_view module) const {
  const auto found = std::lower_bound(
      modules_.begin(), modules_.end(), module,
      [](const Specifier& specifier, std::string_view name) { return specifier.module < name; });
  return found != modules_.end() && found->module == module ? std::optional(found->file)
                                                            : std::nullopt;
}

}  // namespace krepis::analyzer
