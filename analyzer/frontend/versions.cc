#include "analyzer/frontend/versions.h"

#include "clang/Basic/Version.inc"
#include "grammars/versions.h"

namespace krepis::analyzer {

std::vector<std::pair<std::string, std::string>> ParserVersions() {
  std::vector<std::pair<std::string, std::string>> versions = {
      {"libclang", CLANG_VERSION_STRING},
      {"tree-sitter", std::string(grammars::kTreeSitterVersion)}};
  for (const grammars::GrammarVersion& grammar : grammars::kGrammarVersions) {
    versions.emplace_back("tree-sitter-" + std::string(grammar.language),
                          std::string(grammar.version));
  }
  return versions;
}

}  // namespace krepis::analyzer
