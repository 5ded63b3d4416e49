#include "tests/lexical/comparison.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <tuple>
#include <vector>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts_io.h"

namespace krepis::testing {
namespace {

using namespace analyzer;

/// The facts of the imports tier, a line each, in an order that does not depend on the frontend.
/// Not the end of a statement: the parser's may include the comment behind it.
std::vector<std::string> ImportLines(const std::string& bytes, std::string_view text,
                                     bool* sound = nullptr) {
  const analyzer::Result<Ast> ast = Ast::Read(bytes);
  if (!ast.ok()) return {"malformed: " + ast.error().message};
  if (sound != nullptr) *sound = ast->error_nodes() == 0;
  const FileFacts all = ExtractFacts(*ast, text, nullptr, {});
  FileFacts facts;
  facts.language = all.language;
  facts.mods = all.mods;
  facts.suppressions = all.suppressions;
  facts.imports = all.imports;
  std::vector<std::string> lines;
  for (const ImportFact& import : facts.imports) {
    // Of TypeScript, the scanner does not say what classes extend.
    if (import.kind == EdgeKind::kInherit && all.language != Language::kRust) continue;
    std::ostringstream line;
    line << EdgeKindName(import.kind) << " '" << import.specifier << "' "
         << import.location.begin.line << ':' << import.location.begin.column << " bytes "
         << import.location.span.start << '+' << import.location.span.length << " of "
         << import.statement.span.start;
    for (const auto& [set, name] :
         {std::pair(import.system, "system"), std::pair(import.reexport, "reexport"),
          std::pair(import.glob, "glob"), std::pair(import.computed, "computed"),
          std::pair(import.test_only, "test"), std::pair(import.extern_crate, "extern-crate"),
          std::pair(import.require, "require")}) {
      if (set) line << ' ' << name;
    }
    if (!import.scope.empty()) line << " in " << import.scope;
    for (const ImportedName& name : import.names) line << ' ' << name.imported << '=' << name.local;
    lines.push_back(line.str());
  }
  facts.imports.Edit().clear();
  std::istringstream others(DumpFacts(facts));
  for (std::string line; std::getline(others, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string Without(const std::vector<std::string>& lines, const std::vector<std::string>& others) {
  std::vector<std::string> own;
  std::set_difference(lines.begin(), lines.end(), others.begin(), others.end(),
                      std::back_inserter(own));
  std::string text;
  for (const std::string& line : own) text += line + "\n";
  return text;
}

}  // namespace

LexicalComparer::LexicalComparer()
    : lexical_(MakeLexicalFrontend()), parser_(MakeTreeSitterFrontend({})) {}

bool LexicalComparer::Scan(std::string_view path, Language language, std::string_view text) {
  return lexical_->Parse(path, language, text).status == ParseOutcome::Status::kTree;
}

LexicalComparison LexicalComparer::Compare(std::string_view path, Language language,
                                           std::string_view text) {
  LexicalComparison comparison;
  const ParseOutcome scanned = lexical_->Parse(path, language, text);
  comparison.sure = scanned.status == ParseOutcome::Status::kTree;
  comparison.doubt = scanned.doubt;
  const ParseOutcome parsed = parser_->Parse(path, language, text);
  comparison.parsed = parsed.status == ParseOutcome::Status::kTree;
  if (!comparison.parsed) return comparison;
  const std::vector<std::string> parser = ImportLines(parsed.ast, text, &comparison.sound);
  if (!comparison.sure) return comparison;
  const std::vector<std::string> lexical = ImportLines(scanned.ast, text);
  comparison.lexical = Without(lexical, parser);
  comparison.parser = Without(parser, lexical);
  return comparison;
}

}  // namespace krepis::testing
