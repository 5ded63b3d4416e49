#include "analyzer/facts/registrations_set_up.h"

#include <algorithm>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kMove = "std::move";

}  // namespace

SetUp SetUpReader::Read(Node callee, const PresetHelper& helper) {
  SetUp found;
  if (helper.types.empty()) {
    found.known = true;
    return found;
  }
  Node object = WithoutMove(ast_.first_child(callee));
  while (ast_.Is(object, NodeKind::kCall) && ast_.Is(ast_.first_child(object), NodeKind::kMember) &&
         ast_.has_children(ast_.first_child(object))) {
    const Node method = ast_.first_child(object);
    if (Contains(helper.own, ast_.name(method))) found.own.push_back(object);
    object = WithoutMove(ast_.first_child(method));
  }
  if (ast_.Is(object, NodeKind::kCall)) {
    found.known = IsOfType(ast_.first_child(object), helper);
    std::reverse(found.own.begin(), found.own.end());
    return found;
  }
  const Node variable = ast_.Is(object, NodeKind::kName) ? scopes_.DeclarationOf(object) : 0;
  if (variable == 0 || !IsMade(variable, helper)) return found;
  CollectUses();
  found.own.clear();
  found.known = true;
  for (const Node use : uses_[variable]) found.known = Follow(use, helper, found) && found.known;
  return found;
}

Node SetUpReader::WithoutMove(Node expression) const {
  if (!ast_.Is(expression, NodeKind::kCall)) return expression;
  const Node callee = ast_.first_child(expression);
  if (!ast_.Is(callee, NodeKind::kName) || ast_.name(callee) != kMove) return expression;
  const Node moved = ast_.end(callee);
  return moved == ast_.end(expression) ? expression : moved;
}

/// A name of one of the types that have the helper.
bool SetUpReader::IsOfType(Node node, const PresetHelper& helper) const {
  return Contains(helper.types, LastSegment(ast_.name(node)));
}

/// A local variable that is made as one of the types, with nothing to begin with.
bool SetUpReader::IsMade(Node variable, const PresetHelper& helper) const {
  if (!ast_.Is(variable, NodeKind::kVariable)) return false;
  bool typed = false;
  for (const Node child : ast_.Children(variable)) {
    if (ast_.Is(child, NodeKind::kTypeReference)) {
      typed = typed || IsOfType(child, helper);
    } else if (ast_.Is(child, NodeKind::kCall)) {
      const Node callee = ast_.first_child(child);
      if (ast_.end(callee) != ast_.end(child) || !IsOfType(callee, helper)) return false;
      typed = true;
    } else if (ast_.has_children(child) || !ast_.Is(child, NodeKind::kArray)) {
      return false;
    }
  }
  return typed;
}

/// Goes out from a use of the variable over the calls of its methods; false when it goes elsewhere.
bool SetUpReader::Follow(Node use, const PresetHelper& helper, SetUp& found) const {
  for (Node at = use;;) {
    const Node parent = scopes_.parent(at);
    if (ast_.Is(parent, NodeKind::kMember) && ast_.first_child(parent) == at) {
      const Node call = scopes_.parent(parent);
      if (!ast_.Is(call, NodeKind::kCall) || ast_.first_child(call) != parent) return false;
      if (Contains(helper.own, ast_.name(parent))) found.own.push_back(call);
      at = call;
    } else if (ast_.Is(parent, NodeKind::kCall) && WithoutMove(parent) == at) {
      at = parent;
    } else {
      return ast_.Is(parent, NodeKind::kStatement) && at != use;
    }
  }
}

void SetUpReader::CollectUses() {
  if (collected_) return;
  collected_ = true;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kName)) continue;
    const Node declaration = scopes_.DeclarationOf(node);
    if (ast_.Is(declaration, NodeKind::kVariable)) uses_[declaration].push_back(node);
  }
}

}  // namespace krepis::analyzer
