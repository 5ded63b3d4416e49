#include <algorithm>
#include <set>

#include "analyzer/facts/imports.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

/// The path that the compiler opened for the include, "" when it says nothing about it.
std::string_view OpenedPath(const Semantics& semantics, ByteSpan statement) {
  for (uint32_t i = semantics.LowerBound(statement.start); i < semantics.size(); ++i) {
    const SemanticRow row = semantics.row(i);
    if (row.span.start >= statement.end()) break;
    if (row.kind == SemanticKind::kInclude) return row.symbol;
  }
  return {};
}

/// What stands behind the name of a directive: "HEADER" of `#include HEADER`.
std::string Operand(std::string_view source, ByteSpan statement) {
  constexpr std::string_view kBlanks = " \t\r\n";
  if (statement.end() > source.size()) return {};
  std::string_view text = source.substr(statement.start, statement.length);
  text.remove_prefix(std::min(text.find_first_not_of("# \t"), text.size()));
  text.remove_prefix(std::min(text.find_first_of(kBlanks), text.size()));
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return std::string(text.substr(0, text.find_last_not_of(kBlanks) + 1));
}

EdgeKind KindOf(SemanticKind kind) {
  return kind == SemanticKind::kBase   ? EdgeKind::kInherit
         : kind == SemanticKind::kCall ? EdgeKind::kCall
                                       : EdgeKind::kReference;
}

/// What the compiler says this file uses of other files of the workspace: each symbol once per
/// kind, where it stands first.
void AddReferences(const Semantics& semantics, FileFacts& facts) {
  std::set<std::pair<SemanticKind, std::string_view>> seen;
  for (uint32_t i = 0; i < semantics.size(); ++i) {
    const SemanticRow row = semantics.row(i);
    if (row.kind == SemanticKind::kInclude || row.file.empty()) continue;
    if (!seen.emplace(row.kind, row.symbol).second) continue;
    ImportFact fact;
    fact.kind = KindOf(row.kind);
    fact.specifier = row.symbol;
    fact.resolved = row.file;
    fact.location.span = fact.statement.span = row.span;
    facts.imports.push_back(std::move(fact));
  }
}

}  // namespace

void ExtractCppImports(const Scopes& scopes, std::string_view source, const Semantics* semantics,
                       FileFacts& facts) {
  const Ast& ast = scopes.ast();
  for (Node node = 1; node < ast.size(); ++node) {
    if (!ast.Is(node, NodeKind::kImport)) continue;
    ImportFact fact;
    fact.kind = ast.Has(node, kInclude) ? EdgeKind::kInclude : EdgeKind::kImport;
    fact.computed = ast.Has(node, kComputed);
    if (!fact.computed) fact.specifier = ast.name(node);
    fact.system = ast.Has(node, kSystem);
    fact.reexport = ast.Has(node, kReexport);
    fact.statement.span = ast.span(node);
    fact.location.span = SpecifierSpan(source, ast.span(node), fact.specifier);
    if (semantics != nullptr) fact.resolved = OpenedPath(*semantics, ast.span(node));
    if (fact.computed && !fact.resolved.empty()) {  // the compiler knows what the macro says
      fact.computed = false;
      fact.specifier = Operand(source, ast.span(node));
    }
    facts.imports.push_back(std::move(fact));
  }
  if (semantics != nullptr) AddReferences(*semantics, facts);
}

}  // namespace krepis::analyzer
