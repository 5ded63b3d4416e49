#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// How a symbol of a table is used at one place.
struct UseSite {
  Node expression = 0;  // the name or member chain
  Node call = 0;        // the call it is the callee of; 0: not called
  std::string symbol;   // as the source resolves: global#process.env.HOME
};

enum class Verdict : uint8_t { kNo, kYes, kUndecided };

/// Whether a row's condition holds at a place.
Verdict CheckCondition(const Scopes& scopes, std::string_view source, const UseCondition& when,
                       const UseSite& site);

/// The constant that the row's capability gets as its argument, if there is one. `pattern` is the
/// row's symbol.
std::optional<std::string> ArgumentOf(const Scopes& scopes, const ArgumentRule& rule,
                                      const UseSite& site, std::string_view pattern);

/// The n-th argument of a call (from 0), 0 when there are fewer or a spread stands before it.
Node ArgumentNode(const Ast& ast, Node call, uint32_t index);

/// The calls that follow on the result of `call`: `open()` of `new().write(true).open(p)`. At most
/// a bounded number.
std::vector<Node> FollowingCalls(const Scopes& scopes, Node call);

/// Whether whoever gets the value of the expression may be another function: it is an argument, a
/// property, a result, or what is assigned.
bool IsPassedOn(const Scopes& scopes, Node expression);

}  // namespace krepis::analyzer
