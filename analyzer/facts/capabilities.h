#pragma once

#include <string_view>

#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/facts.h"
#include "analyzer/facts/function_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Adds the uses of symbols that `table` names to `facts`, in the order of the source; `facts`
/// holds the file's imports already. Only what a name stands for counts: a method or a local
/// function of the same name, or a text that looks like one, is nothing. Locations have their spans
/// only.
///
/// A function that is called is Confidence::kDirect or what its symbol's confidence says; one that
/// is passed on (an argument, a property, a result) is kDispatch, since whoever gets it decides; an
/// import that has no closer use is kImport.
///
/// `functions`: says which function each use is part of; nullptr: not asked.
void ExtractCapabilities(const Scopes& scopes, std::string_view source,
                         const CapabilityTable& table, const FunctionTable* functions,
                         FileFacts& facts);

}  // namespace krepis::analyzer
