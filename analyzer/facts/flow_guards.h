#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// A condition that decides whether a place in a function is reached.
struct FlowGuard {
  Node branch = 0;        // the kIf, kConditional or kLogical
  Node arm = 0;           // its part that holds the place
  std::string condition;  // as written, blanks and negation taken off
  bool holds = true;      // what the condition has to be
};

/// The condition of a branch that is gone through with it holding or not; no text where it cannot
/// be told.
FlowGuard GuardAt(const Scopes& scopes, std::string_view source, Node branch, bool holds);

/// The conditions around `node`, innermost first, up to the function it stands in.
std::vector<FlowGuard> GuardsOf(const Scopes& scopes, std::string_view source, Node node);

/// Whether the conditions of two places cannot both hold, as they are written: `if (x)` and
/// `if (!x)`.
bool GuardsExclude(const std::vector<FlowGuard>& a, const std::vector<FlowGuard>& b);

}  // namespace krepis::analyzer
