#include "analyzer/config/rule_ids.h"

#include <algorithm>
#include <array>

namespace krepis::analyzer {
namespace {

constexpr auto kRules = std::to_array<BuiltInRule>({
    {"contract/continue-after-answer", Severity::kError},
    {"contract/error-handler-shape", Severity::kError},
    {"contract/next-not-awaited", Severity::kError},
    {"contract/next-twice", Severity::kError},
    {"contract/no-answer", Severity::kWarning},
    {"contract/post-process-skipped", Severity::kError},
    {"exceptions/expired", Severity::kError},
    {"exceptions/unused", Severity::kWarning},
    {"layering/allow-only", Severity::kError},
    {"layering/closed", Severity::kError},
    {"layering/cycle", Severity::kError},
    {"layering/deny", Severity::kError},
    {"layering/order", Severity::kError},
    {"layering/orphan", Severity::kWarning},
    {"layering/peer", Severity::kError},
    {"layering/public", Severity::kError},
    {"layering/require", Severity::kError},
    {"layering/unclassified", Severity::kWarning},
    {"layering/undeclared", Severity::kWarning},
    {"layering/unresolved", Severity::kWarning},
    {"layering/visibility", Severity::kError},
    {"ordering/adjacent", Severity::kError},
    {"ordering/at-most-once", Severity::kError},
    {"ordering/before", Severity::kError},
    {"ordering/first", Severity::kError},
    {"ordering/last", Severity::kError},
    {"ordering/required", Severity::kError},
    {"ordering/uncovered-route", Severity::kError},
    {"sandbox/capability", Severity::kError},
    {"sandbox/unknown", Severity::kOff},
    {"sandbox/unused-grant", Severity::kWarning},
});

constexpr auto kFamilies =
    std::to_array<std::string_view>({"layering", "ordering", "contract", "sandbox", "exceptions"});

}  // namespace

std::span<const BuiltInRule> BuiltInRules() { return kRules; }

const BuiltInRule* FindBuiltInRule(std::string_view id) {
  const auto found = std::lower_bound(
      kRules.begin(), kRules.end(), id,
      [](const BuiltInRule& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != kRules.end() && found->id == id ? &*found : nullptr;
}

std::string_view RuleFamily(std::string_view id) {
  const size_t slash = id.find('/');
  return slash == std::string_view::npos ? std::string_view() : id.substr(0, slash);
}

std::span<const std::string_view> RuleFamilies() { return kFamilies; }

}  // namespace krepis::analyzer
