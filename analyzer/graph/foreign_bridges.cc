#include <set>

#include "analyzer/graph/foreign_links.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// A path as a bridge writes it: from the root of the crate, or with its name in front.
std::optional<uint32_t> FileOf(const ForeignSides& sides, std::string_view path, uint32_t from) {
  std::set<uint32_t> files;
  const auto add = [&](std::string_view folder, std::string_view rest) {
    const auto target = ResolvePath(folder, rest);
    const auto file = target ? sides.SourceAt(*target) : std::nullopt;
    if (file) files.insert(*file);
  };
  const CargoWorkspace& cargo = sides.workspace.cargo();
  const uint32_t own = cargo.NearestPackage(sides.Path(from));
  if (own != CargoCrate::kNone) add(cargo.manifests()[own].directory, path);
  const std::string_view first = path.substr(0, path.find('/'));
  for (const CargoManifest& manifest : cargo.manifests()) {
    if (manifest.package == first && first.size() < path.size())
      add(manifest.directory, path.substr(first.size() + 1));
  }
  if (files.empty()) add("", path);
  if (files.size() != 1) return std::nullopt;
  return *files.begin();
}

}  // namespace

void LinkBridges(const ForeignSides& sides, ForeignLinks& links) {
  constexpr std::string_view kGenerated = ".rs.h";
  for (uint32_t file = 0; file < sides.facts.size(); ++file) {
    for (const ForeignFact& fact : sides.facts[file].foreign) {
      if (fact.role != ForeignRole::kHeader) continue;
      if (const auto header = FileOf(sides, fact.name, file))
        links.links.push_back({file, *header, fact.name, fact.location, fact.test_only});
    }
    if (GroupOf(sides.facts[file].language) != LanguageGroup::kCpp) continue;
    for (const ResolvedImport& entry : sides.imports[file]) {
      std::string_view name = entry.import->specifier;
      if (entry.import->kind != EdgeKind::kInclude || !name.ends_with(kGenerated) ||
          entry.resolution->kind == Resolution::Kind::kFile)
        continue;
      name.remove_suffix(2);
      if (const auto rust = FileOf(sides, name, file))
        links.links.push_back(
            {file, *rust, entry.import->specifier, entry.import->location, false});
    }
  }
}

}  // namespace krepis::analyzer
