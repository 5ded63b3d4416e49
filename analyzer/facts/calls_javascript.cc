#include "analyzer/facts/calls_extract.h"

namespace krepis::analyzer {

void ExtractJavaScriptCalls(const Scopes&, const FunctionTable&, CallCollector&, FileFacts&) {}

}  // namespace krepis::analyzer
