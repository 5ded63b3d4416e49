#pragma once

#include <optional>

#include "analyzer/facts/contract_behaviors.h"
#include "analyzer/facts/contract_uses.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Post-processing that does not happen when something is thrown behind the continuation.
struct SkippedPost {
  Node call;   // of the continuation
  Node first;  // what is done after it first: a call or an assignment
};

/// nullopt where nothing is done after the continuation, and where something is done after it has
/// thrown: in a catch, a finally, or behind them. For frameworks in which what is thrown comes
/// back.
std::optional<SkippedPost> FindSkippedPost(const Scopes& scopes, const Behavior& behavior,
                                           const BehaviorUses& uses);

}  // namespace krepis::analyzer
