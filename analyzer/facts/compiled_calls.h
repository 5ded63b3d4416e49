#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// The calls of a C or C++ file that the compiler resolved to symbols of a table, by their place.
/// Nothing that it did not see counts: code that the preprocessor removed is not there.
class CompiledCalls {
 public:
  struct Call {
    std::string symbol;
    ByteSpan span;
    bool taken = false;
  };

  CompiledCalls(const Scopes& scopes, const CapabilityTable& table);

  /// Whether the compiler looked at the bodies of this file's functions; if not, names have to do.
  bool complete() const { return complete_; }
  /// The calls that stand at the node (a kCall, or a kVariable that is constructed without
  /// arguments), each given out once.
  std::vector<std::string> Take(Node node);
  /// What no node took: calls that the tree does not show, such as those a macro makes.
  std::vector<Call> Rest() const;

 private:
  const Scopes& scopes_;
  bool complete_ = false;
  std::map<std::pair<uint32_t, uint32_t>, std::vector<Call>> calls_;  // by start and length
};

}  // namespace krepis::analyzer
