#include "analyzer/facts/registrations_entry_values.h"

#include <string_view>

namespace krepis::analyzer {
namespace {

/// Names that stand for names.
constexpr int kSteps = 8;
constexpr size_t kMaxResults = 16;

/// Methods of lists that leave them as they are.
bool OnlyReadsList(std::string_view method) {
  return method == "concat" || method == "slice" || method == "map" || method == "filter" ||
         method == "flat" || method == "flatMap" || method == "forEach" || method == "includes" ||
         method == "some" || method == "every" || method == "find" || method == "indexOf" ||
         method == "join" || method == "reduce";
}

bool GivesList(std::string_view method) {
  return method == "concat" || method == "slice" || method == "map" || method == "filter" ||
         method == "flat" || method == "flatMap" || method == "reverse" || method == "sort";
}

}  // namespace

/// Whether a call reads the list that it is given by that name.
bool EntryValues::OnlyReads(Node call, Node name) const {
  const Node callee = ast_.first_child(call);
  if (callee == name) return true;
  if (ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "concat") return true;
  const std::vector<std::string> names = finder_.Names(callee);
  for (const Preset* preset : finder_.presets()) {
    if (ast_.Is(callee, NodeKind::kMember) && preset->FindCall(ast_.name(callee)) != nullptr)
      return true;
    if (preset->FindCombinator(names) != nullptr) return true;
  }
  return false;
}

void EntryValues::CollectChanged() {
  collected_ = true;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kName)) continue;
    const Node declaration = scopes_.DeclarationOf(node);
    if (declaration == 0) continue;
    const Node parent = scopes_.parent(node);
    const Node around = scopes_.parent(parent);
    // list.push(x), list[0] = x, change(list); use(...list) and use(list) only read it.
    const bool member = ast_.Is(parent, NodeKind::kMember);
    const bool called = member && ast_.Is(around, NodeKind::kCall) &&
                        ast_.first_child(around) == parent && !OnlyReadsList(ast_.name(parent));
    const bool set = (member || ast_.Is(parent, NodeKind::kIndex)) &&
                     ast_.Is(around, NodeKind::kAssign) && ast_.first_child(around) == parent;
    const bool given = ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) != node &&
                       !OnlyReads(parent, node);
    if (called || set || given) changed_.insert(declaration);
    if (set || given) assigned_.insert(declaration);
  }
}

Node EntryValues::ListOf(Node name) {
  const Node value = finder_.ValueOf(name);
  if (value == 0 || !ast_.Is(value, NodeKind::kArray)) return 0;
  if (!collected_) CollectChanged();
  return changed_.contains(scopes_.DeclarationOf(name)) ? 0 : value;
}

bool EntryValues::IsList(Node expression) {
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    if (ast_.Is(expression, NodeKind::kArray)) return true;
    if (ast_.Is(expression, NodeKind::kName)) {
      expression = finder_.ValueOf(expression);
      continue;
    }
    if (ast_.Is(expression, NodeKind::kMember)) {
      expression = MemberOf(expression);
      continue;
    }
    if (!ast_.Is(expression, NodeKind::kCall)) return false;
    const Node callee = ast_.first_child(expression);
    if (ast_.Is(callee, NodeKind::kMember) && GivesList(ast_.name(callee))) {
      expression = ast_.first_child(callee);
      continue;
    }
    const Node function = FunctionOf(callee);
    if (function == 0) return false;
    const Results& results = ResultsOf(function);
    expression = results.values.empty() ? 0 : results.values.front();
  }
  return false;
}

EntryValues::Holder EntryValues::HolderOf(Node expression) const {
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    if (ast_.Is(expression, NodeKind::kObject) || ast_.Is(expression, NodeKind::kClass))
      return {expression, false};
    const bool made = ast_.Is(expression, NodeKind::kCall) && ast_.Has(expression, kNew);
    const Node name = made ? ast_.first_child(expression) : expression;
    if (!ast_.Is(name, NodeKind::kName)) return {};
    const Node declaration = scopes_.DeclarationOf(name);
    if (declaration == 0) return {};
    if (ast_.Is(declaration, NodeKind::kClass)) return {declaration, made};
    expression = made ? 0 : finder_.ValueOf(name);
  }
  return {};
}

EntryValues::Part EntryValues::PartOf(Node node) const {
  if (ast_.Is(node, NodeKind::kMember) && ast_.has_children(node))
    return {ast_.first_child(node), ast_.name(node)};
  if (!ast_.Is(node, NodeKind::kName) || GroupOf(ast_.language()) != LanguageGroup::kTypeScript)
    return {};
  const Node binding = scopes_.DeclarationOf(node);
  if (binding == 0 || !ast_.Is(binding, NodeKind::kBinding)) return {};
  const Node variable = scopes_.parent(binding);
  if (!ast_.Is(variable, NodeKind::kVariable)) return {};
  const Node whole = ast_.last_child(variable);
  return {ast_.Is(whole, NodeKind::kBinding) ? 0 : whole, ast_.name(binding)};
}

bool EntryValues::IsOwn(Node node) const {
  const Part part = PartOf(node);
  const Node object = part.whole == 0 ? 0 : HolderOf(part.whole).object;
  // What a class does not say, its base may.
  return object != 0 && ast_.child(object, NodeKind::kBase) == 0;
}

bool EntryValues::IsOfGlobal(Node member) const {
  const Node whole = PartOf(member).whole;
  const Node value = whole == 0 ? 0 : finder_.ValueOf(whole);
  return value != 0 && ast_.Is(value, NodeKind::kCall) && ast_.Has(value, kNew) &&
         scopes_.Resolve(ast_.first_child(value)).origin == SymbolOrigin::kGlobal;
}

Node EntryValues::MemberOf(Node node) {
  const Part part = PartOf(node);
  const Holder holder = part.whole == 0 ? Holder() : HolderOf(part.whole);
  if (holder.object == 0) return 0;
  if (!collected_) CollectChanged();
  if (assigned_.contains(scopes_.DeclarationOf(part.whole))) return 0;
  const bool type = ast_.Is(holder.object, NodeKind::kClass);
  Node found = 0;
  for (const Node child : ast_.Children(holder.object)) {
    if (ast_.Is(child, NodeKind::kSpread) ||
        (ast_.Is(child, NodeKind::kProperty) && ast_.name(child).empty())) {
      found = 0;  // may be that member
      continue;
    }
    if (ast_.name(child) != part.name) continue;
    const bool its = !type || ast_.Has(child, kStatic) != holder.instance;
    if (ast_.Is(child, NodeKind::kFunction) && its) found = child;
    const bool field = type && its && ast_.Is(child, NodeKind::kVariable);
    if (!ast_.Is(child, NodeKind::kProperty) && !field) continue;
    const Node value = ast_.last_child(child);
    found = value != 0 && !ast_.Is(value, NodeKind::kTypeReference) ? value : 0;
  }
  return found;
}

Node EntryValues::FunctionOf(Node callee) {
  if (const Node function = finder_.FunctionNode(callee); function != 0) return function;
  const Node member = MemberOf(callee);
  return member == 0 ? 0 : finder_.FunctionNode(member);
}

const EntryValues::Results& EntryValues::ResultsOf(Node function) {
  const auto [it, added] = results_.try_emplace(function);
  Results& results = it->second;
  if (!added) return results;
  for (Node node = function + 1; node < ast_.end(function);) {
    const NodeKind kind = ast_.kind(node);
    if (kind == NodeKind::kFunction || kind == NodeKind::kLambda || kind == NodeKind::kClass) {
      node = ast_.end(node);
      continue;
    }
    if (kind == NodeKind::kYield) results.all = false;
    if (kind == NodeKind::kReturn && ast_.has_children(node)) {
      if (results.values.size() == kMaxResults) {
        results.all = false;
        break;
      }
      results.values.push_back(ast_.first_child(node));
      results.always = scopes_.parent(scopes_.parent(node)) == function;
    }
    ++node;
  }
  return results;
}

}  // namespace krepis::analyzer
