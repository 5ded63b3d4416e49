#include "analyzer/facts/calls_extract.h"

namespace krepis::analyzer {

void ExtractCppCalls(const Scopes&, const FunctionTable&, CallCollector&, FileFacts&) {}

}  // namespace krepis::analyzer
