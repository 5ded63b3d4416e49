#include <algorithm>
#include <utility>

#include "analyzer/workspace/typescript_resolver.h"

namespace krepis::analyzer {

Resolution TypeScriptResolver::ResolveTypes(std::string_view importer,
                                            std::string_view name) const {
  Resolution found = Resolve(importer, name);
  if (found.kind != Resolution::Kind::kExternal || !found.target.starts_with("npm/")) return found;
  const std::string package = found.target.substr(4);
  if (package.starts_with("@types/")) return found;
  for (const PackageJson* p = packages_.Nearest(importer); p != nullptr; p = packages_.Above(*p)) {
    const auto& engines = p->engines;  // "node" there is no package
    const bool engine = std::find(engines.begin(), engines.end(), package) != engines.end();
    if (p->name == package || (!engine && p->Declares(package))) return found;
  }
  const std::string types = PackageTable::TypesOf(package);
  return {Resolution::Kind::kExternal, false, "npm/" + types,
          packages_.DeclarationOf(importer, types)};
}

}  // namespace krepis::analyzer
