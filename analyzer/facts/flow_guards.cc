#include "analyzer/facts/flow_guards.h"

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

constexpr int kDepth = 100;
constexpr size_t kConditionBytes = 500;

/// `text` without blanks and without parentheses around all of it.
std::string Squeeze(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) result += c;
  }
  return result;
}

/// Whether the parenthesis at the front closes at the very end.
bool IsWrapped(std::string_view text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return false;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i + 1 == text.size();
  }
  return false;
}

bool HasOperator(std::string_view text) {
  return text.find_first_of("&|?=<>") != std::string_view::npos;
}

/// Takes the negation off: `!x`, `!(a && b)`, `a !== b`.
void Normalize(FlowGuard& guard) {
  for (;;) {
    std::string& text = guard.condition;
    if (IsWrapped(text)) {
      text = text.substr(1, text.size() - 2);
    } else if (text.size() > 1 && text[0] == '!' && text[1] != '=' &&
               (IsWrapped(std::string_view(text).substr(1)) || !HasOperator(text))) {
      text.erase(0, 1);
      guard.holds = !guard.holds;
    } else {
      break;
    }
  }
  const size_t unequal = guard.condition.find("!=");
  if (unequal != std::string::npos && guard.condition.find_first_of("&|?") == std::string::npos) {
    guard.condition[unequal] = '=';
    guard.holds = !guard.holds;
  }
}

}  // namespace

FlowGuard GuardAt(const Scopes& scopes, std::string_view source, Node branch, bool holds) {
  const Ast& ast = scopes.ast();
  FlowGuard guard{branch, branch, {}, holds};
  const Node condition = ast.first_child(branch);
  if (condition == 0) return guard;
  const ByteSpan span = ast.span(condition);
  if (span.length > kConditionBytes || span.start > source.size()) return guard;
  guard.condition = Squeeze(source.substr(span.start, span.length));
  Normalize(guard);
  return guard;
}

std::vector<FlowGuard> GuardsOf(const Scopes& scopes, std::string_view source, Node node) {
  const Ast& ast = scopes.ast();
  std::vector<FlowGuard> guards;
  Node arm = node;
  for (int depth = 0; depth < kDepth && arm != 0; ++depth) {
    const Node branch = scopes.parent(arm);
    const NodeKind kind = ast.kind(branch);
    if (kind == NodeKind::kFunction || kind == NodeKind::kLambda) break;
    const bool conditional = kind == NodeKind::kIf || kind == NodeKind::kConditional;
    if (conditional || kind == NodeKind::kLogical) {
      const Node condition = ast.first_child(branch);
      if (condition != arm) {
        const bool holds = conditional ? ast.end(condition) == arm : ast.name(branch) == "&&";
        FlowGuard guard = GuardAt(scopes, source, branch, holds);
        guard.arm = arm;
        if (!guard.condition.empty() && ast.name(branch) != "??") guards.push_back(guard);
      }
    }
    arm = branch;
  }
  return guards;
}

bool GuardsExclude(const std::vector<FlowGuard>& a, const std::vector<FlowGuard>& b) {
  return std::any_of(a.begin(), a.end(), [&](const FlowGuard& one) {
    return std::any_of(b.begin(), b.end(), [&](const FlowGuard& other) {
      return one.condition == other.condition && one.holds != other.holds;
    });
  });
}

}  // namespace krepis::analyzer
