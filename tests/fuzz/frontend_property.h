#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts_io.h"
#include "analyzer/frontend/language_frontend.h"
#include "rules/rule_data.h"

namespace krepis::analyzer {

/// What holds for any bytes as a text of any language: the frontend returns within its time limit;
/// its tree passes the reader's checks, belongs to the text and does not depend on the texts before
/// it; facts come of it, with everything that krepis ships to look for, and survive serialisation.
/// Traps where it does not hold.
inline void CheckFrontend(Language language, std::string_view text) {
  static const std::unique_ptr<LanguageFrontend> frontend = MakeTreeSitterFrontend({});
  static const Result<rules::RuleData> data = rules::LoadRuleData();
  const Result<CapabilityTable>& tables = rules::SymbolTables();
  if (!data.ok() || !tables.ok()) __builtin_trap();
  const ParseOutcome outcome = frontend->Parse("input", language, text);
  if (outcome.status != ParseOutcome::Status::kTree) return;
  const Result<Ast> ast = Ast::Read(outcome.ast);
  if (!ast.ok() || ast->source_bytes() != text.size()) __builtin_trap();
  for (Node node = 0; node < ast->size(); ++node) {
    if (ast->span(node).end() > text.size()) __builtin_trap();
  }
  const ParseOutcome again = frontend->Parse("input", language, text);
  if (again.status == ParseOutcome::Status::kTree && again.ast != outcome.ast) __builtin_trap();

  ExtractOptions options = data->Options();
  options.capabilities = &*tables;
  const FileFacts facts = ExtractFacts(*ast, text, nullptr, options);
  const std::string bytes = SerializeFacts(facts);
  const Result<FileFacts> read = ReadFacts(bytes);
  if (!read.ok() || SerializeFacts(*read) != bytes) __builtin_trap();
}

}  // namespace krepis::analyzer
