#include "analyzer/facts/extract.h"

#include <optional>

#include "analyzer/facts/calls_extract.h"
#include "analyzer/facts/capabilities.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/contract.h"
#include "analyzer/facts/declarations.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/facts/function_table.h"
#include "analyzer/facts/imports.h"
#include "analyzer/facts/locate.h"
#include "analyzer/facts/registrations_extract.h"
#include "analyzer/facts/scope.h"
#include "analyzer/facts/suppressions.h"

namespace krepis::analyzer {
namespace {

void Locate(std::string_view source, FileFacts& facts) {
  std::vector<Location*> locations;
  if (facts.first_error.span.length != 0) locations.push_back(&facts.first_error);
  for (ImportFact& fact : facts.imports.Edit()) {
    locations.push_back(&fact.location);
    locations.push_back(&fact.statement);
  }
  for (ModFact& fact : facts.mods) locations.push_back(&fact.location);
  for (CapabilityUse& fact : facts.capabilities) locations.push_back(&fact.location);
  for (SuppressionFact& fact : facts.suppressions) locations.push_back(&fact.location);
  for (ContractFact& fact : facts.contracts) {
    locations.push_back(&fact.location);
    if (fact.first != Location{}) locations.push_back(&fact.first);
    locations.push_back(&fact.declaration);
  }
  for (ForeignFact& fact : facts.foreign) locations.push_back(&fact.location);
  for (FunctionFact& fact : facts.calls.functions) {
    if (!fact.name.empty()) locations.push_back(&fact.location);
  }
  for (CallFact& fact : facts.calls.calls) locations.push_back(&fact.location);
  RegistrationLocations(facts.registrations, locations);
  for (DeclarationFact& fact : facts.declarations) locations.push_back(&fact.location);
  FillLocations(source, locations);
}

/// A computed import needs no word: it has been found already; nor does what a compiler saw through
/// macros.
bool MayUse(const CapabilityTable& table, std::string_view source, const Semantics* semantics,
            const FileFacts& facts) {
  if (semantics != nullptr && semantics->size() != 0) return true;
  for (const ImportFact& import : facts.imports) {
    if (import.computed) return true;
  }
  return table.MayMatch(GroupOf(facts.language), source);
}

}  // namespace

FileFacts ExtractFacts(const Ast& ast, std::string_view source, const Semantics* semantics,
                       const ExtractOptions& options) {
  FileFacts facts;
  facts.language = ast.language();
  facts.source_bytes = ast.source_bytes();
  facts.error_nodes = ast.error_nodes();
  const Scopes scopes(ast, semantics);
  ExtractImports(scopes, source, semantics, facts);
  if (!options.bases && GroupOf(facts.language) == LanguageGroup::kTypeScript) {
    std::erase_if(facts.imports.Edit(),
                  [](const ImportFact& fact) { return fact.kind == EdgeKind::kInherit; });
  }
  if (AsksDeclarations(facts.language, options)) ExtractDeclarations(ast, source, facts);
  ExtractSuppressions(ast, source, facts);
  std::optional<FunctionTable> functions;
  if (options.calls) {
    functions.emplace(scopes);
    ExtractCalls(scopes, source, *functions, facts);
  }
  if (options.capabilities != nullptr && MayUse(*options.capabilities, source, semantics, facts)) {
    ExtractCapabilities(scopes, source, *options.capabilities, functions ? &*functions : nullptr,
                        facts);
  }
  if (options.contracts != nullptr) ExtractContracts(scopes, source, *options.contracts, facts);
  if (options.presets != nullptr) {
    facts.registrations = ExtractRegistrations(scopes, source, facts.imports, *options.presets);
  }
  if (options.foreign != nullptr) ExtractForeign(scopes, source, *options.foreign, facts);
  for (Node node = 1; node < ast.size(); ++node) {
    if (!ast.Is(node, NodeKind::kError)) continue;
    facts.first_error.span = ast.span(node);
    break;
  }
  Locate(source, facts);
  return facts;
}

}  // namespace krepis::analyzer
