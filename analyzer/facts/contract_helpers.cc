#include "analyzer/facts/contract_helpers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "analyzer/facts/control_flow.h"

namespace krepis::analyzer {
namespace {

constexpr int kSteps = 8;
constexpr size_t kMaxHelpers = 64;
constexpr Node kMaxHelperNodes = 4000;

/// By what functions of other files begin that are there to throw, or to end the process.
bool SaysThatItThrows(std::string_view name) {
  constexpr auto kWords =
      std::to_array<std::string_view>({"abort", "assertnever", "bail", "die", "exit", "fail",
                                       "invariant", "panic", "terminate", "throw", "unreachable"});
  std::string lower;
  for (const char c : name) {
    if (c != '_') lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.starts_with(word); });
}

}  // namespace

bool Helpers::MayNotReturn(Node call) {
  if (!ast_.Is(call, NodeKind::kCall) || ast_.Has(call, kNew)) return false;
  const Node callee = ast_.first_child(call);
  if (callee == 0) return false;
  if (ast_.Is(callee, NodeKind::kMember)) return SaysThatItThrows(ast_.name(callee));
  if (!ast_.Is(callee, NodeKind::kName)) return false;
  Node function = scopes_.DeclarationOf(callee);
  for (int step = 0; step < kSteps && ast_.Is(function, NodeKind::kVariable); ++step) {
    const Node value = scopes_.ValueOf(function);
    if (value == 0) break;
    function = ast_.Is(value, NodeKind::kName) ? scopes_.DeclarationOf(value) : value;
  }
  if (ast_.Is(function, NodeKind::kFunction) || ast_.Is(function, NodeKind::kLambda)) {
    if (ast_.child(function, NodeKind::kBlock) != 0) return AlwaysThrows(function);
  }
  return SaysThatItThrows(LastSegment(ast_.name(callee)));
}

bool Helpers::AlwaysThrows(Node function) {
  if (ast_.Has(function, kGenerator) || ast_.end(function) - function > kMaxHelperNodes)
    return false;
  const auto [known, added] = throws_.emplace(function, false);
  if (!added || throws_.size() > kMaxHelpers) return known->second;
  const FlowQuestions questions{[](Node) { return false; }, nullptr, false};
  const std::optional<ControlFlow> flow = ControlFlow::Build(ast_, function, questions);
  known->second = flow && FindEventlessPath(*flow).empty();
  return known->second;
}

}  // namespace krepis::analyzer
