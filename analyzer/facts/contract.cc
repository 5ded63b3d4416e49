#include "analyzer/facts/contract.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "analyzer/facts/control_flow.h"
#include "analyzer/facts/flow_guards.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kTextBytes = 80;
/// How often the tree may be walked for its paths, all functions together.
constexpr uint64_t kWalks = 30;

bool StandsBehindComma(std::string_view source, std::string_view name) {
  for (size_t at = source.find(name); at != std::string_view::npos;
       at = source.find(name, at + name.size())) {
    const size_t before = source.substr(0, at).find_last_not_of(" \t\r\n");
    if (before != std::string_view::npos && source[before] == ',') return true;
  }
  return false;
}

/// Whether a continuation of the preset may stand behind another parameter somewhere in the file.
bool MayBeAssumed(const ContractPreset& preset, std::string_view source) {
  for (const ContinuationShape& shape : preset.shapes) {
    if (shape.beside.empty()) continue;
    for (const std::string& name : shape.names) {
      if (StandsBehindComma(source, name)) return true;
    }
  }
  return false;
}

bool IsImported(const ContractPreset& preset, const std::vector<ImportFact>& imports) {
  return std::any_of(imports.begin(), imports.end(),
                     [&](const ImportFact& fact) { return preset.IsUsedBy(fact); });
}

class ContractPass {
 public:
  ContractPass(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
               FileFacts& facts)
      : scopes_(scopes), ast_(scopes.ast()), source_(source), facts_(facts) {
    for (const ContractPreset& preset : presets.presets()) {
      if (preset.language != GroupOf(ast_.language())) continue;
      const bool imported = IsImported(preset, facts_.imports);
      if (imported || MayBeAssumed(preset, source)) used_.push_back({&preset, imported});
    }
  }

  void Run() {
    if (used_.empty()) return;
    std::stable_sort(used_.begin(), used_.end(),
                     [](const Used& a, const Used& b) { return a.imported > b.imported; });
    Collect();
    for (const auto& [place, group] : calls_) Judge(place.first, place.second, group);
    std::stable_sort(facts_.contracts.begin(), facts_.contracts.end(),
                     [](const ContractFact& a, const ContractFact& b) {
                       return a.location.span.start < b.location.span.start;
                     });
  }

 private:
  struct Used {
    const ContractPreset* preset;
    bool imported;  // by this file; else it is for the workspace to say
  };

  /// Calls of one continuation in one function, the behaviour itself or one inside it.
  struct Calls {
    std::vector<Node> calls;
    std::string function;  // name of the function, for people
  };

  void Collect() {
    Surroundings around(scopes_);
    for (Node node = 1; node < ast_.size(); ++node) {
      around.Enter(node);
      if (!ast_.Is(node, NodeKind::kCall)) continue;
      const Node callee = ast_.first_child(node);
      if (callee == 0 || !ast_.Is(callee, NodeKind::kName)) continue;
      const Node continuation = scopes_.DeclarationOf(callee);
      if (continuation == 0 || !ast_.Is(continuation, NodeKind::kParameter)) continue;
      Calls& group = calls_[{continuation, around.function()}];
      if (group.calls.empty()) group.function = around.FunctionName();
      group.calls.push_back(node);
    }
  }

  void Judge(Node continuation, Node function, const Calls& group) {
    for (const Used* used : Behaviors(continuation)) JudgeBy(*used, function, group);
  }

  void JudgeBy(const Used& used, Node function, const Calls& group) {
    const ContractPreset* preset = used.preset;
    // Functions within functions may be judged for every continuation around them.
    walked_ += ast_.end(function) - function;
    if (walked_ > kWalks * ast_.size()) return;
    const auto is_call = [&](Node node) {
      return std::binary_search(group.calls.begin(), group.calls.end(), node);
    };
    FlowQuestions questions{is_call, nullptr};
    if (preset->throws) questions.throws = [](Node) { return true; };
    const std::optional<ControlFlow> flow = ControlFlow::Build(ast_, function, questions);
    if (!flow) return;
    Node reported = 0;  // one finding per second call
    for (const RepeatedEvent& pair : FindRepeatedEvents(*flow)) {
      if (pair.second == reported || !MayBothHappen(pair)) continue;
      reported = pair.second;
      Add(used, group, pair);
    }
  }

  bool MayBothHappen(const RepeatedEvent& pair) const {
    const std::vector<FlowGuard> first = GuardsOf(scopes_, source_, pair.first);
    const std::vector<FlowGuard> second = GuardsOf(scopes_, source_, pair.second);
    return !GuardsExclude(first, second) && !GuardedByFlag(scopes_, first, second);
  }

  void Add(const Used& used, const Calls& group, const RepeatedEvent& pair) {
    ContractFact fact;
    fact.rule = "contract/next-twice";
    fact.function = group.function;
    fact.framework = used.preset->framework;
    fact.assumed = !used.imported;
    fact.location.span = ast_.span(pair.second);
    fact.first.span = ast_.span(pair.first);
    const ByteSpan span = fact.location.span;
    if (span.start <= source_.size())
      fact.text = source_.substr(span.start, std::min<size_t>(span.length, kTextBytes));
    facts_.contracts.push_back(std::move(fact));
  }

  /// By what the function that takes `continuation` is a behaviour: one framework that the file
  /// imports, or all that it may be assumed to be of.
  const std::vector<const Used*>& Behaviors(Node continuation) {
    const auto [known, added] = behaviors_.try_emplace(continuation);
    if (!added) return known->second;
    for (const Used& used : used_) {
      const bool fits = std::any_of(
          used.preset->shapes.begin(), used.preset->shapes.end(),
          [&](const ContinuationShape& shape) { return Fits(shape, continuation, used.imported); });
      if (fits) known->second.push_back(&used);
      if (fits && used.imported) break;
    }
    return known->second;
  }

  bool Fits(const ContinuationShape& shape, Node continuation, bool imported) {
    const Node function = scopes_.parent(continuation);
    uint32_t count = 0;
    uint32_t position = 0;
    Node beside = 0;
    Node previous = 0;
    for (const Node child : ast_.Children(function)) {
      if (!ast_.Is(child, NodeKind::kParameter)) continue;
      if (ast_.Has(child, kRest)) return false;
      if (child == continuation) {
        position = count;
        beside = previous;
      }
      previous = child;
      ++count;
    }
    if (shape.parameters != 0 && count != shape.parameters) return false;
    if (!shape.anywhere && position != shape.continuation) return false;
    if (!shape.method.empty() && LastSegment(ast_.name(function)) != shape.method) return false;
    const Node type = ast_.child(continuation, NodeKind::kTypeReference);
    const auto contains = [](const std::vector<std::string>& list, std::string_view name) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    if (!imported && (beside == 0 || !contains(shape.beside, ast_.name(beside)))) return false;
    const bool typed = type != 0 && contains(shape.types, LastSegment(ast_.name(type)));
    if (!typed && !contains(shape.names, ast_.name(continuation))) return false;
    return shape.replays.empty() || !MayReplay(function, shape.replays);
  }

  /// Whether the class of a method says that it may continue more than once, or says it elsewhere.
  bool MayReplay(Node function, std::string_view member) {
    const Node holder = scopes_.parent(function);
    if (ast_.Is(holder, NodeKind::kClass)) return Replays(holder, member);
    const std::string_view name = ast_.name(function);
    const size_t end = name.rfind("::");
    if (end == std::string_view::npos) return false;
    const auto declarations = Declarations().find(LastSegment(name.substr(0, end)));
    if (declarations == Declarations().end()) return true;
    return std::any_of(declarations->second.begin(), declarations->second.end(),
                       [&](Node node) { return Replays(node, member); });
  }

  /// By name: the classes of this file, and the functions in which classes describe themselves.
  const std::map<std::string_view, std::vector<Node>>& Declarations() {
    if (!declarations_.empty()) return declarations_;
    for (Node node = 1; node < ast_.size(); ++node) {
      std::string_view owner = ast_.name(node);
      if (ast_.Is(node, NodeKind::kFunction)) {
        const size_t end = owner.rfind("::");
        if (end == std::string_view::npos || owner.substr(end + 2) != "traits") continue;
        owner = owner.substr(0, end);
      } else if (!ast_.Is(node, NodeKind::kClass)) {
        continue;
      }
      declarations_[LastSegment(owner)].push_back(node);
    }
    return declarations_;
  }

  bool Replays(Node node, std::string_view member) {
    const auto [known, added] = replays_.emplace(node, false);
    if (added) known->second = SaysTrue(node, member);
    return known->second;
  }

  /// `member = true` or `member{true}` in the text of `node`.
  bool SaysTrue(Node node, std::string_view member) const {
    const ByteSpan span = ast_.span(node);
    if (span.start > source_.size()) return false;
    const std::string_view text = source_.substr(span.start, span.length);
    for (size_t at = text.find(member); at != std::string_view::npos;
         at = text.find(member, at + 1)) {
      std::string_view rest = text.substr(at + member.size());
      const size_t value = rest.find_first_not_of(" \t\r\n={(");
      if (value != std::string_view::npos && rest.substr(value, 4) == "true") return true;
    }
    return false;
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  FileFacts& facts_;
  std::vector<Used> used_;                        // imported ones first
  std::map<std::pair<Node, Node>, Calls> calls_;  // by continuation and function
  std::unordered_map<Node, std::vector<const Used*>> behaviors_;
  std::map<std::string_view, std::vector<Node>> declarations_;
  std::unordered_map<Node, bool> replays_;
  uint64_t walked_ = 0;  // nodes of the functions judged so far
};

}  // namespace

void ExtractContracts(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
                      FileFacts& facts) {
  ContractPass(scopes, source, presets, facts).Run();
}

bool MayBeJudged(const ContractPreset& preset, std::string_view source,
                 const std::vector<ImportFact>& imports) {
  return IsImported(preset, imports) || MayBeAssumed(preset, source);
}

}  // namespace krepis::analyzer
