#pragma once

#include <string_view>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Adds the breaches of the pipeline contract to `facts`, which holds the file's imports already;
/// locations have their spans only.
///
/// Judged are functions with the shape of a behaviour of a framework that the file imports, and as
/// `assumed` those whose parameters are named like it (DropUnusedFrameworks() decides). Counted
/// are calls of the continuation itself, by what the name is bound to; a continuation that is
/// passed on is no call. `contract/next-twice` stands where one path through a function calls it
/// again: through straight code, branches that both may run, or a loop. Left alone, as nobody can
/// tell: a call in a function inside the function against one outside it, branches whose conditions
/// exclude each other as written, and flags that are set beside the call and asked before the next
/// one.
void ExtractContracts(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
                      FileFacts& facts);

/// Whether functions of a file with that text and these imports may be behaviours of the framework.
/// They need one of the names of its continuations; see StructureFilter.
bool MayBeJudged(const ContractPreset& preset, std::string_view source,
                 const std::vector<ImportFact>& imports);

}  // namespace krepis::analyzer
