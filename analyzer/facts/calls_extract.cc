#include "analyzer/facts/calls_extract.h"

#include <algorithm>
#include <tuple>

namespace krepis::analyzer {
namespace {

/// A file that calls more is generated: what stands behind these is found by name alone.
constexpr size_t kMaxCalls = 200'000;

}  // namespace

void CallCollector::Add(Node node, ByteSpan span, CallKind kind, std::string_view symbol,
                        Confidence confidence, uint32_t function) {
  AddFrom(functions_.Of(node), span, kind, symbol, confidence, function);
}

void CallCollector::AddFrom(uint32_t caller, ByteSpan span, CallKind kind, std::string_view symbol,
                            Confidence confidence, uint32_t function) {
  if (facts_.calls.size() >= kMaxCalls) return;
  const auto [name, fresh] =
      symbols_.try_emplace(std::string(symbol), static_cast<uint32_t>(facts_.symbols.size()));
  if (fresh) facts_.symbols.push_back(name->first);
  const auto [known, added] =
      known_.try_emplace(Key{caller, name->second, function, kind}, facts_.calls.size());
  if (!added) {
    CallFact& call = facts_.calls[known->second];
    if (confidence < call.confidence) call.confidence = confidence;
    return;
  }
  CallFact& call = facts_.calls.emplace_back();
  call.caller = caller;
  call.symbol = name->second;
  call.function = function;
  call.kind = kind;
  call.confidence = confidence;
  call.test_only = functions_.functions()[caller].test_only;
  call.location.span = span;
}

void CallCollector::Finish() {
  std::stable_sort(facts_.calls.begin(), facts_.calls.end(),
                   [](const CallFact& a, const CallFact& b) {
                     return std::tie(a.caller, a.location.span.start) <
                            std::tie(b.caller, b.location.span.start);
                   });
}

void ExtractCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                  FileFacts& facts) {
  const Ast& ast = scopes.ast();
  for (const FunctionTable::Function& function : functions.functions()) {
    FunctionFact& fact = facts.calls.functions.emplace_back();
    fact.name = function.name;
    fact.test_only = function.test_only;
    fact.bodiless = function.bodiless;
    fact.local = function.local;
    if (function.node != 0) fact.location.span = ast.span(function.node);
  }
  CallCollector calls(functions, facts.calls);
  switch (GroupOf(ast.language())) {
    case LanguageGroup::kTypeScript:
      // Closures are handed on when the file is loaded, to whoever makes something of them.
      for (uint32_t i = 1; i < functions.functions().size(); ++i) {
        const FunctionTable::Function& function = functions.functions()[i];
        if (!function.held) continue;
        calls.AddFrom(0, ast.span(function.node), CallKind::kPass, "local#" + function.name,
                      Confidence::kDispatch, i);
      }
      ExtractJavaScriptCalls(scopes, source, functions, calls, facts);
      break;
    case LanguageGroup::kRust:
      ExtractRustCalls(scopes, source, functions, calls, facts);
      break;
    case LanguageGroup::kCpp:
      ExtractCppCalls(scopes, source, functions, calls, facts);
      break;
    case LanguageGroup::kNone:
      break;
  }
  calls.Finish();
}

}  // namespace krepis::analyzer
