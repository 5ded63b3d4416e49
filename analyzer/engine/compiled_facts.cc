#include "analyzer/engine/compiled_facts.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

void DropInactiveIncludes(const SemanticsMap::File& compiled, FileFacts& facts) {
  std::erase_if(facts.imports.Edit(), [&](const ImportFact& import) {
    if (import.kind != EdgeKind::kInclude || !import.resolved.empty() || import.computed)
      return false;
    return std::none_of(
        compiled.missing.begin(), compiled.missing.end(),
        [&](const MissingInclude& missing) { return missing.name == import.specifier; });
  });
}

}  // namespace

FileFacts ExtractCompiledFacts(const Ast& ast, std::string_view path, std::string_view source,
                               const SemanticsMap& semantics, const ExtractOptions& options) {
  const SemanticsMap::File* compiled = semantics.Find(path);
  if (compiled == nullptr) return ExtractFacts(ast, source, nullptr, options);
  const Semantics rows = semantics.Rows(path);
  FileFacts facts = ExtractFacts(ast, source, &rows, options);
  DropInactiveIncludes(*compiled, facts);
  return facts;
}

}  // namespace krepis::analyzer
