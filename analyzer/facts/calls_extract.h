#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/function_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Adds who calls whom to `facts`, which hold the file's imports already. Locations have their
/// spans only.
void ExtractCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                  FileFacts& facts);

/// Collects the calls of one file: each function that another one calls is kept once for each
/// kind, at its first place and with its surest confidence.
class CallCollector {
 public:
  CallCollector(const FunctionTable& functions, CallFacts& facts)
      : functions_(functions), facts_(facts) {}

  /// A call at `node` (which says the caller) whose span is the place to show.
  void Add(Node node, ByteSpan span, CallKind kind, std::string_view symbol,
           Confidence confidence = Confidence::kResolved,
           uint32_t function = CallFact::kNoFunction);
  /// The same by the index of the caller.
  void AddFrom(uint32_t caller, ByteSpan span, CallKind kind, std::string_view symbol,
               Confidence confidence = Confidence::kResolved,
               uint32_t function = CallFact::kNoFunction);

  /// Sorts the calls. Last.
  void Finish();

 private:
  struct Key {
    uint32_t caller, symbol, function;
    CallKind kind;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const {
      uint64_t hash = uint64_t{key.caller} << 32 | key.symbol;
      hash ^= (uint64_t{key.function} * 0x9E3779B97F4A7C15u) ^ static_cast<uint64_t>(key.kind);
      return static_cast<size_t>(hash * 0xD6E8FEB86659FD93u >> 7);
    }
  };

  const FunctionTable& functions_;
  CallFacts& facts_;
  std::unordered_map<std::string, uint32_t> symbols_;
  std::unordered_map<Key, size_t, KeyHash> known_;
};

// By language; each adds types, values and calls. The functions stand there already.
void ExtractJavaScriptCalls(const Scopes& scopes, std::string_view source,
                            const FunctionTable& functions, CallCollector& calls, FileFacts& facts);
void ExtractRustCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                      CallCollector& calls, FileFacts& facts);
void ExtractCppCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                     CallCollector& calls, FileFacts& facts);

}  // namespace krepis::analyzer
