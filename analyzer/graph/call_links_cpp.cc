#include "analyzer/graph/call_graph.h"

namespace krepis::analyzer {

std::unique_ptr<CallLinker> MakeCppCallLinker(const CallLinkInput&) { return nullptr; }

}  // namespace krepis::analyzer
