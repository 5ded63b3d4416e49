#pragma once

#include <span>
#include <string_view>

#include "analyzer/core/diagnostic.h"

namespace krepis::analyzer {

/// A built-in rule id of the contract (section 3): what [severity], exceptions and suppressions may
/// name.
struct BuiltInRule {
  std::string_view id;  // layering/order
  Severity default_severity;
};

/// Sorted by id.
std::span<const BuiltInRule> BuiltInRules();
const BuiltInRule* FindBuiltInRule(std::string_view id);
/// "layering" of "layering/order"; empty without a '/'.
std::string_view RuleFamily(std::string_view id);
/// layering, ordering, contract, sandbox, exceptions.
std::span<const std::string_view> RuleFamilies();

}  // namespace krepis::analyzer
