#include "analyzer/facts/contract_post.h"

#include <algorithm>
#include <vector>

#include "analyzer/facts/control_flow.h"

namespace krepis::analyzer {
namespace {

/// The first in the source of the events that count and may happen from a block on, up to the next
/// one that `ends`; 0: none.
template <class Ends, class Counts>
Node FirstEventFrom(const ControlFlow& flow, uint32_t from, Ends&& ends, Counts&& counts) {
  std::vector<bool> seen(flow.blocks().size(), false);
  std::vector<uint32_t> work = {from};
  seen[from] = true;
  Node first = 0;
  while (!work.empty()) {
    const ControlFlow::Block& block = flow.blocks()[work.back()];
    work.pop_back();
    bool ended = false;
    for (const Node event : block.events) {
      ended = ends(event);
      if (ended) break;
      if (counts(event)) first = first == 0 ? event : std::min(first, event);
    }
    for (const uint32_t next : block.next) {
      if (ended || seen[next]) continue;
      seen[next] = true;
      work.push_back(next);
    }
  }
  return first;
}

}  // namespace

std::optional<SkippedPost> FindSkippedPost(const Scopes& scopes, const Behavior& behavior,
                                           const BehaviorUses& uses) {
  const Ast& ast = scopes.ast();
  const auto continues = [&](Node node) { return uses.At(node) == BehaviorUse::kContinues; };
  FlowQuestions questions;
  questions.is_event = [&](Node node) {
    return ast.Is(node, NodeKind::kCall) || ast.Is(node, NodeKind::kAssign);
  };
  questions.throws = continues;
  const std::optional<ControlFlow> flow = ControlFlow::Build(ast, behavior.function, questions);
  if (!flow) return std::nullopt;
  for (const ControlFlow::Block& block : flow->blocks()) {
    // Behind an event that throws a block has two ways on: what is thrown first.
    if (block.events.empty() || block.next.size() != 2) continue;
    const Node call = block.events.back();
    // Only what is awaited throws here.
    if (!continues(call) || !ast.Is(scopes.parent(call), NodeKind::kAwait)) continue;
    const auto is_behind = [&](Node node) { return node > call || ast.end(node) <= call; };
    const Node thrown = FirstEventFrom(*flow, block.next[0], continues, is_behind);
    const Node normal = FirstEventFrom(*flow, block.next[1], continues, is_behind);
    if (thrown == 0 && normal != 0) return SkippedPost{call, normal};
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
