#include "analyzer/core/edge_kind_names.h"

namespace krepis::analyzer {

std::optional<EdgeKindSet> EdgeKindsByName(std::string_view name) {
  if (name == "runtime") return EdgeKindSet::Runtime();
  if (name == "static") return EdgeKindSet::Static();
  if (const std::optional<EdgeKind> kind = EdgeKindByName(name)) return EdgeKindSet{*kind};
  return std::nullopt;
}

std::vector<std::string_view> EdgeKindNames() {
  std::vector<std::string_view> names{"runtime", "static"};
  for (auto kind = static_cast<int>(EdgeKind::kImport); kind <= static_cast<int>(EdgeKind::kFfi);
       ++kind)
    names.push_back(EdgeKindName(static_cast<EdgeKind>(kind)));
  return names;
}

}  // namespace krepis::analyzer
