#pragma once

#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/ast/semantics.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

class CapabilityTable;
class ContractPresets;
class PresetTable;
class ForeignWords;

/// What to look for besides imports, modules and suppressions, which are always extracted. A family
/// whose data is missing is not looked for; one that has nothing to say about a file (none of its
/// words is in the source) costs one pass over the bytes.
struct ExtractOptions {
  const CapabilityTable* capabilities = nullptr;
  const ContractPresets* contracts = nullptr;
  const PresetTable* presets = nullptr;
  /// In JavaScript, what classes and interfaces extend, beside the import that it comes from.
  bool bases = true;
  /// What re-exports may lead to: exports of JavaScript, items of Rust.
  bool exports = false;
  /// Who calls whom, and which function a capability is used in.
  bool calls = false;
  /// What C and C++ declare and define at the level of namespaces.
  bool forwards = false;
  /// Where ffi edges are asked for: how code meets that of other languages and programs.
  const ForeignWords* foreign = nullptr;

  /// Whether anything is looked for that takes more of a file than its imports and comments.
  bool ReadsStructure() const {
    return ReadsBehindMacros() || calls || exports || forwards || foreign != nullptr;
  }
  /// Whether anything is that a compiler may see where the words of the file do not say it.
  bool ReadsBehindMacros() const {
    return capabilities != nullptr || contracts != nullptr || presets != nullptr || bases;
  }
};

/// Everything that rules need of one file. `ast` was made from `source`; `semantics` (C/C++, else
/// nullptr) from the same bytes. Never fails: what the parser could not read is counted in
/// `error_nodes`. Reads its arguments only, so files may be extracted in parallel with the same
/// tables.
FileFacts ExtractFacts(const Ast& ast, std::string_view source, const Semantics* semantics,
                       const ExtractOptions& options);

}  // namespace krepis::analyzer
