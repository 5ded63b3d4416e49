#include "analyzer/facts/registrations_conditions.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr int kDepth = 256;
constexpr size_t kMaxReturns = 16;

}  // namespace

std::vector<RegistrationCondition> ConditionReader::Of(Node call) {
  const Node function = finder_->FunctionAround(call);
  std::vector<RegistrationCondition> conditions = Of(call, function);
  std::reverse(conditions.begin(), conditions.end());
  for (const Node back : ReturnsOf(function)) {
    if (back < call) conditions.push_back({back, 0});
  }
  std::reverse(conditions.begin(), conditions.end());
  return conditions;
}

std::vector<RegistrationCondition> ConditionReader::Of(Node call, Node function) const {
  std::vector<RegistrationCondition> conditions;
  Node child = call;
  for (int depth = 0; child != 0 && scopes_.parent(child) != function; ++depth) {
    if (depth == kDepth) {
      conditions.push_back({call, 0});  // too deep to say
      break;
    }
    const Node parent = scopes_.parent(child);
    AddArm(parent, child, conditions);
    child = parent;
  }
  std::reverse(conditions.begin(), conditions.end());
  return conditions;
}

void ConditionReader::AddArm(Node parent, Node child,
                             std::vector<RegistrationCondition>& conditions) const {
  const Node first = ast_.first_child(parent);
  switch (ast_.kind(parent)) {
    case NodeKind::kIf:
    case NodeKind::kConditional:
      if (child != first) conditions.push_back({parent, child == ast_.end(first) ? 0u : 1u});
      break;
    case NodeKind::kLoop:
      if (ast_.end(child) == ast_.end(parent) && !ast_.Has(parent, kPostCondition))
        conditions.push_back({parent, 0});
      break;
    case NodeKind::kSwitch:
      if (ast_.Is(child, NodeKind::kCase)) conditions.push_back({parent, child});
      break;
    case NodeKind::kCatch:
      conditions.push_back({parent, 0});
      break;
    case NodeKind::kLogical:
      if (child != first) conditions.push_back({parent, 1});
      break;
    default:
      break;
  }
}

const std::vector<Node>& ConditionReader::ReturnsOf(Node function) {
  const auto [it, added] = returns_.emplace(function, std::vector<Node>());
  if (!added || function == 0) return it->second;
  for (Node node = function + 1; node < ast_.end(function);) {
    const NodeKind kind = ast_.kind(node);
    if (kind == NodeKind::kFunction || kind == NodeKind::kLambda) {
      node = ast_.end(node);
      continue;
    }
    if (kind == NodeKind::kReturn && it->second.size() < kMaxReturns) {
      std::vector<RegistrationCondition> arms;
      Node child = node;
      for (int depth = 0; depth < kDepth && child != function && arms.empty(); ++depth) {
        AddArm(scopes_.parent(child), child, arms);
        child = scopes_.parent(child);
      }
      if (!arms.empty()) it->second.push_back(node);
    }
    ++node;
  }
  return it->second;
}

}  // namespace krepis::analyzer
