#include "tests/lexical/found.h"

#include <doctest/doctest.h>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/extract.h"
#include "tests/lexical/comparison.h"

namespace krepis::testing {

using namespace analyzer;

std::string Found(analyzer::Language language, std::string_view text) {
  const auto frontend = MakeLexicalFrontend();
  const ParseOutcome outcome = frontend->Parse("file", language, text);
  if (outcome.status == ParseOutcome::Status::kUnsure) return "[unsure]";
  const analyzer::Result<Ast> ast = Ast::Read(outcome.ast);
  REQUIRE(ast.ok());
  const FileFacts facts = ExtractFacts(*ast, text, nullptr, {});
  std::string found;
  const auto add = [&](std::string_view kind, std::string_view what) {
    if (!found.empty()) found += ", ";
    found.append(kind).append(" ").append(what);
  };
  for (const ImportFact& import : facts.imports) {
    add(import.require && import.kind == EdgeKind::kImport ? "require" : EdgeKindName(import.kind),
        import.computed ? "?" : import.specifier);
  }
  for (const SuppressionFact& suppression : facts.suppressions) add("allow", suppression.rule);
  return found;
}

std::string Agreed(analyzer::Language language, std::string_view text) {
  const LexicalComparison comparison = LexicalComparer().Compare("file", language, text);
  CHECK(comparison.lexical == "");
  CHECK(comparison.parser == "");
  CHECK(comparison.sound);
  return Found(language, text);
}

}  // namespace krepis::testing
