#include "analyzer/facts/compiled_calls.h"

namespace krepis::analyzer {

CompiledCalls::CompiledCalls(const Scopes& scopes, const CapabilityTable& table) : scopes_(scopes) {
  if (scopes.semantics() == nullptr) return;
  const Semantics& rows = *scopes.semantics();
  for (uint32_t i = 0; i < rows.size(); ++i) {
    const SemanticRow row = rows.row(i);
    if (row.kind != SemanticKind::kCall) continue;
    complete_ = true;
    if (!row.file.empty()) continue;  // the workspace's own
    bool known = false;
    table.ForEach(LanguageGroup::kCpp, UseRole::kNew, row.symbol,
                  [&](const CapabilityRow&, std::string_view) { return known = true; });
    if (!known) continue;
    calls_[{row.span.start, row.span.length}].push_back({std::string(row.symbol), row.span});
  }
}

std::vector<std::string> CompiledCalls::Take(Node node) {
  std::vector<std::string> symbols;
  if (calls_.empty()) return symbols;
  const Ast& ast = scopes_.ast();
  const std::vector<ByteSpan> spans = ast.Is(node, NodeKind::kCall)
                                          ? scopes_.CompilerSpans(node)
                                          : std::vector<ByteSpan>{ast.span(node)};
  for (const ByteSpan span : spans) {
    const auto found = calls_.find({span.start, span.length});
    if (found == calls_.end()) continue;
    for (Call& call : found->second) {
      if (!call.taken) symbols.push_back(call.symbol);
      call.taken = true;
    }
  }
  return symbols;
}

std::vector<CompiledCalls::Call> CompiledCalls::Rest() const {
  std::vector<Call> rest;
  for (const auto& [place, calls] : calls_) {
    for (const Call& call : calls) {
      if (!call.taken) rest.push_back(call);
    }
  }
  return rest;
}

}  // namespace krepis::analyzer
