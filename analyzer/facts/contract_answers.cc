#include "analyzer/facts/contract_answers.h"

#include <algorithm>
#include <array>

#include "analyzer/facts/control_flow.h"
#include "analyzer/facts/flow_guards.h"
#include "analyzer/facts/flow_relations.h"

namespace krepis::analyzer {
namespace {

bool EndsProcess(const Ast& ast, Node node) {
  if (!ast.Is(node, NodeKind::kCall)) return false;
  const Node callee = ast.first_child(node);
  if (callee == 0 || !ast.Is(callee, NodeKind::kMember)) return false;
  const Node object = ast.first_child(callee);
  return object != 0 && ast.name(object) == "process" &&
         (ast.name(callee) == "exit" || ast.name(callee) == "abort");
}

/// `res.headersSent`: whether there is an answer.
bool AsksForAnswer(const Ast& ast, Node node) {
  constexpr auto kMembers = std::to_array<std::string_view>(
      {"headersSent", "writableEnded", "writableFinished", "finished", "closed", "destroyed",
       "finalized", "aborted", "ended"});
  return ast.Is(node, NodeKind::kMember) &&
         std::find(kMembers.begin(), kMembers.end(), ast.name(node)) != kMembers.end();
}

/// `next(err)` behind an answer is for handlers that log it.
bool HandsErrorOn(const Ast& ast, const Behavior& behavior, Node call) {
  if (behavior.preset->answer_returned) return false;
  const Node argument = ast.end(ast.first_child(call));
  return argument < ast.end(call) && !ast.Is(argument, NodeKind::kString);
}

/// What decides that the path goes this way.
std::string HowAt(const Ast& ast, const ControlFlow::Block& block) {
  switch (ast.kind(block.branch)) {
    case NodeKind::kCatch:
      return "this is caught";
    case NodeKind::kCase:
      return "this case";
    default:
      return block.taken ? "this holds" : "this does not hold";
  }
}

ByteSpan SpanAt(const Ast& ast, Node branch) {
  ByteSpan span = ast.span(branch);
  if (ast.Is(branch, NodeKind::kCatch) || ast.Is(branch, NodeKind::kCase)) {
    const Node body = ast.child(branch, NodeKind::kBlock);
    if (body != 0 && ast.span(body).start > span.start)
      span.length = ast.span(body).start - span.start;
    return span;
  }
  const Node condition = ast.first_child(branch);
  return condition == 0 || ast.span(condition).length == 0 ? span : ast.span(condition);
}

/// Whether an expression is of the request and can be any text: req.method, req.query.kind.
bool CanBeAnyText(const Scopes& scopes, const Behavior& behavior, Node expression) {
  const Ast& ast = scopes.ast();
  std::string_view member;
  while (expression != 0 && ast.Is(expression, NodeKind::kMember)) {
    member = ast.name(expression);
    expression = ast.first_child(expression);
  }
  const std::vector<std::string>& texts = behavior.preset->texts;
  return expression != 0 && behavior.request != 0 &&
         scopes.DeclarationOf(expression) == behavior.request &&
         std::find(texts.begin(), texts.end(), member) != texts.end();
}

/// Whether the cases of a switch may be all that there are.
bool MayBeComplete(const Scopes& scopes, const Behavior& behavior, Node chosen) {
  const Ast& ast = scopes.ast();
  for (const Node child : ast.Children(chosen)) {
    if (ast.Is(child, NodeKind::kCase) && ast.Has(child, kDefault)) return false;
  }
  return !CanBeAnyText(scopes, behavior, ast.first_child(chosen));
}

/// Whether a path goes by a switch, and by none of its cases although these may be all.
bool PassesSwitch(const Scopes& scopes, const Behavior& behavior, const ControlFlow& flow,
                  const std::vector<uint32_t>& path) {
  const Ast& ast = scopes.ast();
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    for (const uint32_t next : flow.blocks()[path[i]].next) {
      const Node last = flow.blocks()[next].branch;
      if (next == path[i + 1] || last == 0 || !ast.Is(last, NodeKind::kCase)) continue;
      const Node chosen = scopes.parent(last);
      if (ast.last_child(chosen) == last && MayBeComplete(scopes, behavior, chosen)) return true;
    }
  }
  return false;
}

/// Whether the conditions of a path, as they are written, can hold together, and say nothing of
/// what the other paths have done.
bool CanBeTaken(const Scopes& scopes, std::string_view source, const ControlFlow& flow,
                const std::vector<uint32_t>& path, const Behavior& behavior,
                const BehaviorUses& uses) {
  const Ast& ast = scopes.ast();
  std::vector<FlowGuard> guards;
  std::vector<bool> skipped;
  for (const uint32_t block : path) {
    const Node branch = flow.blocks()[block].branch;
    if (branch == 0) continue;
    const bool asks = ast.Is(branch, NodeKind::kIf) || ast.Is(branch, NodeKind::kConditional) ||
                      ast.Is(branch, NodeKind::kLogical);
    if (!asks) continue;
    guards.push_back(GuardAt(scopes, source, branch, flow.blocks()[block].taken));
    skipped.push_back(!flow.blocks()[block].taken);
  }
  for (size_t i = 0; i < guards.size(); ++i) {
    if (guards[i].condition.empty()) return false;
    if (behavior.error != 0 && !guards[i].holds && guards[i].condition == ast.name(behavior.error))
      return false;
    for (size_t j = 0; j < i; ++j) {
      if (guards[i].condition == guards[j].condition && guards[i].holds != guards[j].holds)
        return false;
      // `kind === "a"`, `kind === "b"`: there may be nothing else that it is.
      if (skipped[i] && skipped[j] &&
          AskForOneThing(scopes, source, behavior.function, guards[i].condition,
                         guards[j].condition))
        return false;
    }
  }
  const auto is_event = [&](Node node) {
    return uses.IsClosure(node) || uses.At(node) != BehaviorUse::kNone;
  };
  return std::none_of(guards.begin(), guards.end(), [&](const FlowGuard& guard) {
    return SetBesideEvents(scopes, source, behavior.function, guard.condition, is_event);
  });
}

}  // namespace

ByteSpan HeadOf(const Ast& ast, std::string_view source, Node function) {
  ByteSpan head = ast.span(function);
  const Node body = ast.child(function, NodeKind::kBlock);
  if (body == 0 || ast.span(body).start <= head.start) return head;
  head.length = ast.span(body).start - head.start;
  const auto is_blank = [&](uint32_t at) { return at < source.size() && source[at] <= ' '; };
  while (head.length > 1 && is_blank(head.start + head.length - 1)) --head.length;
  return head;
}

std::optional<SilentPath> FindSilentPath(const Scopes& scopes, std::string_view source,
                                         const Behavior& behavior, const BehaviorUses& uses) {
  const Ast& ast = scopes.ast();
  FlowQuestions questions;
  questions.is_event = [&](Node node) {
    return uses.At(node) != BehaviorUse::kNone || EndsProcess(ast, node) ||
           AsksForAnswer(ast, node);
  };
  questions.likely = true;
  const std::optional<ControlFlow> flow = ControlFlow::Build(ast, behavior.function, questions);
  if (!flow) return std::nullopt;
  const std::vector<uint32_t> path = FindEventlessPath(*flow);
  if (path.empty() || PassesSwitch(scopes, behavior, *flow, path) ||
      !CanBeTaken(scopes, source, *flow, path, behavior, uses))
    return std::nullopt;

  SilentPath silent;
  silent.place = HeadOf(ast, source, behavior.function);
  for (const uint32_t block : path) {
    const ControlFlow::Block& passed = flow->blocks()[block];
    if (passed.branch != 0) {
      silent.decision = SpanAt(ast, passed.branch);
      silent.how = HowAt(ast, passed);
    }
    if (passed.exit == 0) continue;
    silent.place = ast.span(passed.exit);
    silent.at_end = false;
  }
  return silent;
}

std::vector<ContinuedAnswer> FindContinuedAnswers(const Scopes& scopes, std::string_view source,
                                                  const Behavior& behavior,
                                                  const BehaviorUses& uses) {
  const Ast& ast = scopes.ast();
  const auto is_answer = [&](Node node) {
    const BehaviorUse use = uses.At(node);
    return use == BehaviorUse::kAnswers || use == BehaviorUse::kDropsAnswer;
  };
  FlowQuestions questions;
  questions.is_event = [&](Node node) {
    return is_answer(node) || uses.At(node) == BehaviorUse::kContinues || AsksForAnswer(ast, node);
  };
  questions.likely = true;
  const std::optional<ControlFlow> flow = ControlFlow::Build(ast, behavior.function, questions);
  if (!flow) return {};
  std::vector<ContinuedAnswer> found;
  for (const RepeatedEvent& pair : FindRepeatedEvents(*flow)) {
    if (!is_answer(pair.first) || uses.At(pair.second) != BehaviorUse::kContinues) continue;
    if (HandsErrorOn(ast, behavior, pair.second)) continue;
    if (!found.empty() && found.back().call == pair.second) continue;
    const std::vector<FlowGuard> first = GuardsOf(scopes, source, pair.first);
    const std::vector<FlowGuard> second = GuardsOf(scopes, source, pair.second);
    if (GuardsExclude(first, second) ||
        MayHangTogether(scopes, source, behavior.function, pair.first, pair.second))
      continue;
    found.push_back({pair.first, pair.second});
  }
  return found;
}

}  // namespace krepis::analyzer
