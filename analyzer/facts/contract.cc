#include "analyzer/facts/contract.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "analyzer/facts/contract_answers.h"
#include "analyzer/facts/contract_behaviors.h"
#include "analyzer/facts/contract_post.h"
#include "analyzer/facts/contract_shapes.h"
#include "analyzer/facts/contract_uses.h"
#include "analyzer/facts/control_flow.h"
#include "analyzer/facts/flow_guards.h"
#include "analyzer/facts/flow_relations.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kTextBytes = 80;
/// How often the tree may be walked for its paths, all functions together.
constexpr uint64_t kWalks = 60;

std::string_view NameOf(ValueFate fate) {
  switch (fate) {
    case ValueFate::kChained:
      return "chained";
    case ValueFate::kStored:
      return "stored";
    case ValueFate::kVoid:
      return "void";
    default:
      return "dropped";
  }
}

class ContractPass {
 public:
  ContractPass(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
               FileFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        source_(source),
        facts_(facts),
        finder_(scopes, source, presets, facts.imports) {}

  void Run() {
    if (finder_.used().empty()) return;
    Collect();
    for (const auto& [place, group] : calls_) {
      for (const Behavior& behavior : finder_.Of(place.first))
        JudgeRepeats(behavior, place.second, group);
    }
    for (const auto& [continuation, name] : behaviors_) {
      for (const Behavior& behavior : finder_.Of(continuation)) JudgeBehavior(behavior, name);
    }
    std::stable_sort(facts_.contracts.begin(), facts_.contracts.end(),
                     [](const ContractFact& a, const ContractFact& b) {
                       return std::tie(a.location.span.start, a.rule) <
                              std::tie(b.location.span.start, b.rule);
                     });
  }

 private:
  /// Calls of one continuation in one function, the behaviour itself or one inside it.
  struct Calls {
    std::vector<Node> calls;
    std::string function;  // name of the function, for people
  };

  void Collect() {
    Surroundings around(scopes_);
    for (Node node = 1; node < ast_.size(); ++node) {
      around.Enter(node);
      if (node == around.function()) JudgeShape(node, around);
      if (ast_.Is(node, NodeKind::kParameter) && scopes_.parent(node) == around.function()) {
        if (!finder_.Of(node).empty()) behaviors_.emplace_back(node, around.FunctionName());
        continue;
      }
      if (!ast_.Is(node, NodeKind::kCall)) continue;
      const Node callee = ast_.first_child(node);
      if (callee == 0 || !ast_.Is(callee, NodeKind::kName)) continue;
      const Node continuation = scopes_.DeclarationOf(callee);
      if (continuation == 0 || !ast_.Is(continuation, NodeKind::kParameter)) continue;
      if (finder_.Of(continuation).empty()) continue;
      Calls& group = calls_[{continuation, around.function()}];
      if (group.calls.empty()) group.function = around.FunctionName();
      group.calls.push_back(node);
    }
  }

  /// Functions within functions may be judged for every continuation around them.
  bool Afford(Node function) {
    walked_ += ast_.end(function) - function;
    return walked_ <= kWalks * ast_.size();
  }

  void JudgeRepeats(const Behavior& behavior, Node function, const Calls& group) {
    if (!Afford(function)) return;
    const auto is_call = [&](Node node) {
      return std::binary_search(group.calls.begin(), group.calls.end(), node);
    };
    FlowQuestions questions{is_call, nullptr, false};
    // What is given back as it is throws where it is awaited.
    if (behavior.preset->throws)
      questions.throws = [&](Node call) {
        return !behavior.shape->awaits || ast_.Is(scopes_.parent(call), NodeKind::kAwait);
      };
    const std::optional<ControlFlow> flow = ControlFlow::Build(ast_, function, questions);
    if (!flow) return;
    Node reported = 0;  // one finding per second call
    for (const RepeatedEvent& pair : FindRepeatedEvents(*flow)) {
      if (pair.second == reported || !MayBothHappen(function, pair)) continue;
      reported = pair.second;
      ContractFact& fact = Add(behavior, "contract/next-twice", group.function);
      fact.location.span = ast_.span(pair.second);
      fact.first.span = ast_.span(pair.first);
      fact.text = Text(pair.second);
    }
  }

  bool MayBothHappen(Node function, const RepeatedEvent& pair) const {
    const std::vector<FlowGuard> first = GuardsOf(scopes_, source_, pair.first);
    const std::vector<FlowGuard> second = GuardsOf(scopes_, source_, pair.second);
    return !GuardsExclude(first, second) &&
           !MayHangTogether(scopes_, source_, function, pair.first, pair.second);
  }

  void JudgeBehavior(const Behavior& behavior, const std::string& name) {
    const ContractPreset& preset = *behavior.preset;
    const bool answers = behavior.response != 0 && (preset.must_answer || preset.answer_ends);
    const Node function = behavior.function;
    const bool judged =
        !ast_.Has(function, kGenerator) && ast_.child(function, NodeKind::kBlock) != 0;
    if (!judged || (!answers && !behavior.shape->awaits && !preset.throws)) return;
    for (int walk = 0; walk < 4; ++walk) {
      if (!Afford(function)) return;
    }
    const BehaviorUses uses(scopes_, behavior);
    if (behavior.shape->awaits) JudgeAwaits(behavior, uses, name);
    if (preset.throws) JudgePost(behavior, uses, name);
    if (!answers) return;
    if (preset.must_answer) JudgeAnswer(behavior, uses, name);
    if (!preset.answer_ends) return;
    JudgeContinued(behavior, behavior, uses, name);
    // `load(id, (err) => { if (err) res.sendStatus(500); next(); })`
    for (auto group = calls_.lower_bound({behavior.continuation, 0});
         group != calls_.end() && group->first.first == behavior.continuation; ++group) {
      Behavior inner = behavior;
      inner.function = group->first.second;
      if (inner.function == behavior.function || !Afford(inner.function)) continue;
      JudgeContinued(behavior, inner, BehaviorUses(scopes_, inner), name);
    }
  }

  void JudgeAwaits(const Behavior& behavior, const BehaviorUses& uses, const std::string& name) {
    for (Node node = behavior.function; node < ast_.end(behavior.function); ++node) {
      if (uses.At(node) != BehaviorUse::kContinues) continue;
      const ValueFate fate = FateOf(scopes_, behavior.function, node);
      if (fate == ValueFate::kUsed) continue;
      ContractFact& fact = Add(behavior, "contract/next-not-awaited", name);
      fact.location.span = ast_.span(node);
      fact.text = Text(node);
      fact.detail = NameOf(fate);
    }
    if (!EndsAtOnce(behavior.function)) return;
    // Nothing that the functions inside it do is waited for.
    for (auto group = calls_.lower_bound({behavior.continuation, 0});
         group != calls_.end() && group->first.first == behavior.continuation; ++group) {
      if (group->first.second == behavior.function) continue;
      for (const Node call : group->second.calls) {
        ContractFact& fact = Add(behavior, "contract/next-not-awaited", name);
        fact.location.span = ast_.span(call);
        fact.text = Text(call);
        fact.detail = "callback";
      }
    }
  }

  /// Whether a function neither awaits nor returns anything: its promise is done when it has run.
  bool EndsAtOnce(Node function) const {
    for (Node node = function + 1; node < ast_.end(function); ++node) {
      switch (ast_.kind(node)) {
        case NodeKind::kFunction:
        case NodeKind::kLambda:
        case NodeKind::kClass:
          node = ast_.end(node) - 1;
          break;
        case NodeKind::kAwait:
        case NodeKind::kYield:
        case NodeKind::kLoop:  // it may be a `for await`
          return false;
        case NodeKind::kReturn:
          if (ast_.has_children(node)) return false;
          break;
        default:
          break;
      }
    }
    return true;
  }

  void JudgeAnswer(const Behavior& behavior, const BehaviorUses& uses, const std::string& name) {
    // What does nothing at all may be there for its type; what is registered so hangs.
    const bool idle = !uses.Has(BehaviorUse::kContinues) && !uses.Has(BehaviorUse::kAnswers) &&
                      !uses.Has(BehaviorUse::kUnknown);
    if (idle && !behavior.registered) return;
    const std::optional<SilentPath> path = FindSilentPath(scopes_, source_, behavior, uses);
    if (!path) return;
    ContractFact& fact = Add(behavior, "contract/no-answer", name);
    fact.location.span = path->place;
    fact.first.span = path->decision;
    fact.text = path->at_end ? "the end" : "return";
    fact.detail = path->how;
  }

  /// `inner`: the behaviour, or one of the functions in it in its place.
  void JudgeContinued(const Behavior& behavior, const Behavior& inner, const BehaviorUses& uses,
                      const std::string& name) {
    if (!uses.Has(BehaviorUse::kContinues)) return;
    for (const ContinuedAnswer& pair : FindContinuedAnswers(scopes_, source_, inner, uses)) {
      ContractFact& fact = Add(behavior, "contract/continue-after-answer", name);
      fact.location.span = ast_.span(pair.call);
      fact.first.span = ast_.span(pair.answer);
      fact.text = Text(pair.call);
      fact.detail = Callee(pair.answer);
    }
  }

  /// Whether it matters, the stage of the behaviour decides.
  void JudgePost(const Behavior& behavior, const BehaviorUses& uses, const std::string& name) {
    const std::optional<SkippedPost> skipped = FindSkippedPost(scopes_, behavior, uses);
    if (!skipped) return;
    ContractFact& fact = Add(behavior, "contract/post-process-skipped", name);
    fact.location.span = ast_.span(skipped->first);
    fact.first.span = ast_.span(skipped->call);
    fact.text = Text(skipped->first);
    fact.detail = Text(skipped->call);
  }

  void JudgeShape(Node function, const Surroundings& around) {
    const std::optional<Misshapen> found = FindMisshapen(scopes_, finder_, function);
    if (!found) return;
    Behavior behavior{found->preset, nullptr, function};
    behavior.imported = found->imported;
    behavior.positional = found->positional;
    ContractFact& fact = Add(behavior, "contract/error-handler-shape", around.FunctionName());
    fact.location.span = HeadOf(ast_, source_, function);
    fact.text = ParametersOf(ast_, function);
    fact.detail = found->handler->says + "\n" + found->handler->fix;
  }

  ContractFact& Add(const Behavior& behavior, std::string_view rule, const std::string& name) {
    ContractFact& fact = facts_.contracts.emplace_back();
    fact.rule = rule;
    fact.function = name;
    fact.framework = behavior.preset->framework;
    fact.assumed = !behavior.imported;
    fact.positional = behavior.positional;
    fact.declaration.span = ast_.span(behavior.function);
    fact.symbols = finder_.SymbolsOf(behavior.function);
    return fact;
  }

  std::string Text(Node node) const {
    const ByteSpan span = ast_.span(node);
    if (span.start > source_.size()) return {};
    return std::string(source_.substr(span.start, std::min<size_t>(span.length, kTextBytes)));
  }

  /// `res.status(401).json(…)`, on one line.
  std::string Callee(Node call) const {
    std::string text;
    for (const char c : Text(ast_.first_child(call))) {
      if (c > ' ' || text.empty() || text.back() > ' ') text += c > ' ' ? c : ' ';
    }
    return text + "(…)";
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  FileFacts& facts_;
  BehaviorFinder finder_;
  std::map<std::pair<Node, Node>, Calls> calls_;         // by continuation and function
  std::vector<std::pair<Node, std::string>> behaviors_;  // continuations, names of their functions
  uint64_t walked_ = 0;                                  // nodes of the functions judged so far
};

}  // namespace

void ExtractContracts(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
                      FileFacts& facts) {
  ContractPass(scopes, source, presets, facts).Run();
}

bool MayBeJudged(const ContractPreset& preset, std::string_view source,
                 const std::vector<ImportFact>& imports) {
  return MayBeUsed(preset, source, imports);
}

}  // namespace krepis::analyzer
