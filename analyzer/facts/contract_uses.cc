#include "analyzer/facts/contract_uses.h"

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

constexpr int kRounds = 4;
constexpr int kSteps = 64;

/// `undefined`, `null`, `void 0`: no value.
bool IsNothing(const Ast& ast, Node value) {
  return (ast.Is(value, NodeKind::kName) && ast.name(value) == "undefined") ||
         (ast.Is(value, NodeKind::kLiteral) && ast.name(value) == "null") ||
         (ast.Is(value, NodeKind::kUnary) && ast.name(value) == "void");
}

}  // namespace

BehaviorUses::BehaviorUses(const Scopes& scopes, const Behavior& behavior)
    : scopes_(scopes), ast_(scopes.ast()), behavior_(behavior), helpers_(scopes) {
  for (int round = 0; round < kRounds; ++round) {
    const size_t carriers = carriers_.size();
    Walk();
    if (carriers_.size() == carriers) break;
  }
}

bool BehaviorUses::Has(BehaviorUse use) const {
  return std::any_of(uses_.begin(), uses_.end(),
                     [&](const auto& place) { return place.second == use; });
}

void BehaviorUses::Walk() {
  const Node end = ast_.end(behavior_.function);
  Node closure = 0;
  for (Node node = behavior_.function + 1; node < end; ++node) {
    if (closure != 0 && node >= ast_.end(closure)) closure = 0;
    const NodeKind kind = ast_.kind(node);
    if (closure == 0 &&
        (kind == NodeKind::kFunction || kind == NodeKind::kLambda || kind == NodeKind::kClass)) {
      closure = node;
    }
    if (closure == 0 && kind == NodeKind::kReturn) ReadReturn(node);
    if (closure == 0 && kind == NodeKind::kCall && helpers_.MayNotReturn(node))
      uses_.emplace(node, BehaviorUse::kUnknown);
    if (kind != NodeKind::kName) continue;
    const Node declaration = scopes_.DeclarationOf(node);
    const bool all = declaration == 0 && ast_.name(node) == "arguments";
    if (declaration != 0 && declaration == behavior_.request) {
      if (!Answers(node)) continue;
      if (closure != 0) {
        Touch(closure);
      } else {
        uses_[node] = BehaviorUse::kUnknown;
      }
      continue;
    }
    const bool tracked = all || (declaration != 0 && (declaration == behavior_.continuation ||
                                                      declaration == behavior_.response ||
                                                      carriers_.contains(declaration)));
    if (!tracked) continue;
    if (closure != 0) {
      Touch(closure);
    } else if (declaration == behavior_.continuation) {
      ReadContinuation(node);
    } else if (declaration != 0 && declaration == behavior_.response) {
      ReadResponse(node);
    } else {
      uses_[node] = BehaviorUse::kUnknown;
    }
  }
}

/// A function inside the behaviour uses one of the two.
void BehaviorUses::Touch(Node closure) {
  closures_.insert(closure);
  const Node holder = scopes_.parent(closure);
  if (ast_.Is(closure, NodeKind::kFunction) && !ast_.Is(holder, NodeKind::kObject) &&
      !ast_.Is(holder, NodeKind::kClass)) {
    carriers_.insert(closure);
  } else if (ast_.Is(holder, NodeKind::kVariable) && !ast_.Has(holder, kDestructured)) {
    carriers_.insert(holder);
  } else {
    uses_[closure] = BehaviorUse::kUnknown;
  }
}

void BehaviorUses::ReadContinuation(Node name) {
  Node callee = name;
  const std::string& makes = behavior_.shape->makes;
  if (!makes.empty()) {
    const Node member = scopes_.parent(name);
    if (ast_.Is(member, NodeKind::kMember) && ast_.name(member) == makes) callee = member;
  }
  const Node parent = scopes_.parent(callee);
  const bool call = ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) == callee &&
                    (callee != name || makes.empty());
  uses_[call ? parent : name] = call ? BehaviorUse::kContinues : BehaviorUse::kUnknown;
}

BehaviorUse BehaviorUses::AnswerAt(Node call) const {
  // res.render(view, callback) leaves the answer to the callback.
  for (const Node child : ast_.Children(call)) {
    if (ast_.Is(child, NodeKind::kLambda)) return BehaviorUse::kUnknown;
  }
  if (!behavior_.preset->answer_returned) return BehaviorUse::kAnswers;
  return ast_.Is(scopes_.parent(call), NodeKind::kStatement) ? BehaviorUse::kDropsAnswer
                                                             : BehaviorUse::kUnknown;
}

void BehaviorUses::ReadResponse(Node name) {
  const ContractPreset& preset = *behavior_.preset;
  const Node call = scopes_.parent(name);
  if (ast_.Is(call, NodeKind::kCall) && ast_.first_child(call) == name &&
      Contains(preset.answers, "()")) {
    uses_[call] = BehaviorUse::kAnswers;
    return;
  }
  Node value = name;
  for (int step = 0; step < kSteps; ++step) {
    const Node parent = scopes_.parent(value);
    if (ast_.Is(parent, NodeKind::kMember) && ast_.first_child(parent) == value) {
      const std::string_view member = ast_.name(parent);
      const Node made = scopes_.parent(parent);
      const bool called = ast_.Is(made, NodeKind::kCall) && ast_.first_child(made) == parent;
      if (called && Contains(preset.answers, member)) {
        uses_[made] = AnswerAt(made);
        return;
      }
      if (Contains(preset.reads, member)) return;
      if (!Contains(preset.prepares, member)) {
        uses_[called ? made : parent] = BehaviorUse::kUnknown;
        return;
      }
      if (!called) return;  // res.statusCode = 404
      value = made;
      continue;
    }
    // What a preparing call gives back is the response again: it matters where that goes.
    const bool nowhere = value != name && (ast_.Is(parent, NodeKind::kStatement) ||
                                           ast_.Is(parent, NodeKind::kReturn));
    if (!nowhere) uses_[value] = BehaviorUse::kUnknown;
    return;
  }
  uses_[name] = BehaviorUse::kUnknown;
}

/// Whether the request is asked for what answers, or ends it: req.socket.destroy(), req.res.send().
bool BehaviorUses::Answers(Node request) const {
  const ContractPreset& preset = *behavior_.preset;
  const Node member = scopes_.parent(request);
  if (!ast_.Is(member, NodeKind::kMember) || ast_.first_child(member) != request ||
      !Contains(preset.answers_by_request, ast_.name(member)))
    return false;
  // Else it is only asked for something: req.socket.remoteAddress.
  const Node used = scopes_.parent(member);
  return !ast_.Is(used, NodeKind::kMember) || Contains(preset.answers, ast_.name(used)) ||
         Contains(preset.prepares, ast_.name(used));
}

/// A value that is returned answers, or is for a wrapper to send.
void BehaviorUses::ReadReturn(Node node) {
  const Node value = ast_.first_child(node);
  if (value == 0 || IsNothing(ast_, value)) return;
  if (behavior_.registered && !behavior_.preset->answer_returned) return;
  if (ast_.Is(value, NodeKind::kCall) &&
      Contains(behavior_.preset->silences, LastSegment(ast_.name(ast_.first_child(value)))))
    return;
  // `return res.status(404)` gives the response itself, and nobody sends that.
  Node root = value;
  bool prepares = !behavior_.preset->answer_returned && ast_.Is(root, NodeKind::kCall);
  for (int step = 0; step < kSteps && prepares && ast_.Is(root, NodeKind::kCall); ++step) {
    const Node callee = ast_.first_child(root);
    prepares = callee != 0 && ast_.Is(callee, NodeKind::kMember) &&
               Contains(behavior_.preset->prepares, ast_.name(callee));
    if (prepares) root = ast_.first_child(callee);
  }
  if (prepares && root != 0 && scopes_.DeclarationOf(root) == behavior_.response) return;
  uses_[node] = BehaviorUse::kUnknown;
}

namespace {

/// Whether a variable of a function is read anywhere.
bool IsRead(const Scopes& scopes, Node function, Node variable) {
  const Ast& ast = scopes.ast();
  for (Node node = function; node < ast.end(function); ++node) {
    if (!ast.Is(node, NodeKind::kName) || scopes.DeclarationOf(node) != variable) continue;
    const Node parent = scopes.parent(node);
    const bool target = ast.Is(parent, NodeKind::kAssign) && ast.first_child(parent) == node;
    if (!target) return true;
  }
  return false;
}

bool IsCallOf(const Ast& ast, Node call, std::string_view object,
              std::initializer_list<std::string_view> methods) {
  if (!ast.Is(call, NodeKind::kCall)) return false;
  const Node callee = ast.first_child(call);
  if (callee == 0 || !ast.Is(callee, NodeKind::kMember)) return false;
  if (std::find(methods.begin(), methods.end(), ast.name(callee)) == methods.end()) return false;
  const Node of = ast.first_child(callee);
  return object.empty() || (of != 0 && ast.name(of) == object);
}

bool IsCombinator(const Ast& ast, Node call) {
  return IsCallOf(ast, call, "Promise", {"all", "allSettled", "race", "any", "resolve"});
}

}  // namespace

ValueFate FateOf(const Scopes& scopes, Node function, Node call) {
  const Ast& ast = scopes.ast();
  Node value = call;
  ValueFate dropped = ValueFate::kDropped;
  for (int step = 0; step < kSteps; ++step) {
    const Node parent = scopes.parent(value);
    const bool first = ast.first_child(parent) == value;
    switch (ast.kind(parent)) {
      case NodeKind::kStatement:
        return dropped;
      case NodeKind::kUnary:
        return ast.name(parent) == "void" ? ValueFate::kVoid : ValueFate::kUsed;
      case NodeKind::kMember:
        if (!IsCallOf(ast, scopes.parent(parent), "", {"then", "catch", "finally"}))
          return ValueFate::kUsed;
        value = scopes.parent(parent);
        dropped = ValueFate::kChained;
        continue;
      case NodeKind::kLogical:
      case NodeKind::kConditional:
        if (first) return ValueFate::kUsed;
        value = parent;
        continue;
      case NodeKind::kArray:
        if (!IsCombinator(ast, scopes.parent(parent))) return ValueFate::kUsed;
        value = scopes.parent(parent);
        continue;
      case NodeKind::kCall:
        if (first || !IsCombinator(ast, parent)) return ValueFate::kUsed;
        value = parent;
        continue;
      case NodeKind::kVariable:
        if (ast.Has(parent, kDestructured) || ast.name(parent).empty() ||
            IsRead(scopes, function, parent))
          return ValueFate::kUsed;
        return ValueFate::kStored;
      default:
        return ValueFate::kUsed;
    }
  }
  return ValueFate::kUsed;
}

}  // namespace krepis::analyzer
