#include "analyzer/graph/call_graph.h"

namespace krepis::analyzer {

std::unique_ptr<CallLinker> MakeJavaScriptCallLinker(const CallLinkInput&) { return nullptr; }

}  // namespace krepis::analyzer
