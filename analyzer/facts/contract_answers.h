#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/contract_behaviors.h"
#include "analyzer/facts/contract_uses.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// A function up to its body: `async (req, res, next) =>`.
ByteSpan HeadOf(const Ast& ast, std::string_view source, Node function);

/// A path through a behaviour to its end on which it surely neither continues nor answers.
struct SilentPath {
  ByteSpan place;      // the return that ends it, or the head of the function
  bool at_end = true;  // it runs off the end
  ByteSpan decision;   // where it leaves the paths that do one of the two; empty: nowhere
  std::string how;     // what is so there: "this does not hold"
};

/// Of several such paths one. What cannot be decided gives none: paths whose conditions exclude
/// each other as written, flags, and whatever hands the response or the continuation on.
std::optional<SilentPath> FindSilentPath(const Scopes& scopes, std::string_view source,
                                         const Behavior& behavior, const BehaviorUses& uses);

/// An answer, and a call of the continuation that can follow it.
struct ContinuedAnswer {
  Node answer;
  Node call;
};

/// At most one for each call. A path that asks in between whether there is an answer counts as
/// undecided.
std::vector<ContinuedAnswer> FindContinuedAnswers(const Scopes& scopes, std::string_view source,
                                                  const Behavior& behavior,
                                                  const BehaviorUses& uses);

}  // namespace krepis::analyzer
