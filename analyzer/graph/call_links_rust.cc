#include "analyzer/graph/call_graph.h"

namespace krepis::analyzer {

std::unique_ptr<CallLinker> MakeRustCallLinker(const CallLinkInput&) { return nullptr; }

}  // namespace krepis::analyzer
