#include "analyzer/graph/foreign_links.h"

#include <algorithm>

namespace krepis::analyzer {

std::optional<uint32_t> ForeignSides::SourceAt(std::string_view path) const {
  const std::string canonical = workspace.files().Canonical(path);
  const std::vector<SourceFile>& sources = workspace.sources();
  const auto it = std::lower_bound(
      sources.begin(), sources.end(), canonical,
      [](const SourceFile& file, const std::string& wanted) { return file.path < wanted; });
  if (it == sources.end() || it->path != canonical) return std::nullopt;
  return static_cast<uint32_t>(it - sources.begin());
}

ForeignLinks FindForeignLinks(const ForeignSides& sides) {
  ForeignLinks links;
  LinkFunctions(sides, links);
  LinkPrograms(sides, links);
  LinkAddons(sides, links);
  LinkWasm(sides, links);
  LinkBridges(sides, links);
  LinkSchemas(sides, links);
  return links;
}

}  // namespace krepis::analyzer
