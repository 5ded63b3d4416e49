#pragma once

#include <memory>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/javascript_families.h"
#include "analyzer/graph/javascript_names.h"

namespace krepis::analyzer {

/// A linker for a few files, where what all names mean together is known already: of files only
/// those are looked at that their calls lead to. `calls` gives these, also of the files themselves.
std::unique_ptr<CallLinker> MakeJavaScriptCallLinker(const CallLinkInput& input,
                                                     JavaScriptFamilies families,
                                                     JavaScriptNames::CallsOf calls);

}  // namespace krepis::analyzer
