#include "analyzer/graph/references.h"

#include <utility>

#include "analyzer/graph/reexports.h"

namespace krepis::analyzer {
namespace {

DerivedEdge ReferenceFrom(uint32_t file, const ImportFact& import, std::string_view name,
                          Resolution to) {
  DerivedEdge edge;
  edge.from = file;
  edge.kind = EdgeKind::kReference;
  edge.specifier = import.specifier;
  if (!name.empty()) edge.specifier.append("#").append(name);
  edge.location = import.location;
  edge.to = std::move(to);
  edge.test_only = import.test_only;
  return edge;
}

void FollowJavaScript(uint32_t file, const std::vector<Resolved>& imports, Reexports& reexports,
                      References& references) {
  for (const Resolved& resolved : imports) {
    if (resolved.import == nullptr || resolved.resolution.kind != Resolution::Kind::kFile) continue;
    const ImportFact& import = *resolved.import;
    if (import.kind != EdgeKind::kImport && import.kind != EdgeKind::kType) continue;
    for (const ImportedName& name : import.names) {
      if (name.imported == "*" || import.require) continue;
      auto defined = reexports.DefinitionOf(resolved.resolution.target, name.imported);
      if (reexports.exhausted()) ++references.unfollowed;
      if (!defined || (defined->kind == Resolution::Kind::kFile &&
                       defined->target == resolved.resolution.target)) {
        continue;
      }
      references.edges.push_back(ReferenceFrom(file, import, name.imported, *std::move(defined)));
    }
  }
}

void FollowRust(uint32_t file, const std::string& path, const std::vector<Resolved>& imports,
                const RustResolver& rust, References& references) {
  const ImportFact* last = nullptr;  // one that leads to several files has an entry for each
  for (const Resolved& resolved : imports) {
    if (resolved.import == nullptr || resolved.resolution.kind != Resolution::Kind::kFile) continue;
    if (std::exchange(last, resolved.import) == resolved.import) continue;
    const ImportFact& import = *resolved.import;
    if (import.glob || (import.kind != EdgeKind::kUse && import.kind != EdgeKind::kPath)) continue;
    const RustPathForm form =
        import.kind == EdgeKind::kPath ? RustPathForm::kPath : RustPathForm::kUse;
    for (Resolution& defined : rust.DefinitionsOf(path, import.scope, import.specifier, form))
      references.edges.push_back(ReferenceFrom(file, import, {}, std::move(defined)));
  }
}

}  // namespace

References FindReferences(const Workspace& workspace, std::span<const FileFacts> facts,
                          ResolvedFiles resolved, const RustResolver& rust) {
  References references;
  Reexports reexports(workspace, facts, resolved);
  for (uint32_t i = 0; i < facts.size(); ++i) {
    switch (GroupOf(facts[i].language)) {
      case LanguageGroup::kTypeScript:
        FollowJavaScript(i, resolved[i], reexports, references);
        break;
      case LanguageGroup::kRust:
        FollowRust(i, workspace.sources()[i].path, resolved[i], rust, references);
        break;
      case LanguageGroup::kCpp:
      case LanguageGroup::kNone:
        break;
    }
  }
  return references;
}

}  // namespace krepis::analyzer
