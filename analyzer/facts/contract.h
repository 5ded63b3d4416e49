#pragma once

#include <string_view>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Adds the breaches of the pipeline contract to `facts`, which holds the file's imports already;
/// locations have their spans only.
///
/// Judged are functions with the shape of a behaviour of a framework that the file imports; as
/// `assumed` those whose parameters are named like it (FrameworkUses decides), and as
/// `positional` those that only take as many (DropUnregistered() decides). What is counted are uses
/// of the continuation and the response themselves, by what the names are bound to: one that is
/// handed on makes a path undecided.
///
/// `contract/next-twice` stands where one path through a function calls the continuation again:
/// through straight code, branches that both may run, or a loop. Left alone, as nobody can tell: a
/// call in a function inside the function against one outside it, branches whose conditions exclude
/// each other as written, and flags that are set beside the call and asked before the next one.
/// `contract/next-not-awaited`: a call whose promise goes nowhere. `contract/no-answer` and
/// `contract/continue-after-answer`: see contract_answers.h.
void ExtractContracts(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
                      FileFacts& facts);

/// Whether functions of a file with that text and these imports may be behaviours of the framework.
/// They need one of the names of its continuations, or of what a misshapen handler has for one; see
/// StructureFilter.
bool MayBeJudged(const ContractPreset& preset, std::string_view source,
                 const std::vector<ImportFact>& imports);

}  // namespace krepis::analyzer
