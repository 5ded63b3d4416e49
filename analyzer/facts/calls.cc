#include "analyzer/facts/calls.h"

#include <algorithm>

namespace krepis::analyzer {

std::string_view CallKindName(CallKind kind) {
  switch (kind) {
    case CallKind::kCall:
      return "call";
    case CallKind::kConstruct:
      return "construct";
    case CallKind::kPass:
      return "pass";
  }
  return "";
}

bool CallFacts::IsSound() const {
  return std::all_of(calls.begin(), calls.end(), [this](const CallFact& call) {
    const bool here = call.function == CallFact::kNoFunction || call.function < functions.size();
    return here && call.caller < functions.size() && call.symbol < symbols.size();
  });
}

}  // namespace krepis::analyzer
