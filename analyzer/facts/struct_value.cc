#include "analyzer/facts/struct_value.h"

#include <algorithm>

#include "analyzer/facts/constant.h"

namespace krepis::analyzer {
namespace {

/// Names that stand for names.
constexpr int kSteps = 8;
/// How far out of an assignment the block is looked for that holds it.
constexpr int kDepth = 8;

using State = StructField::State;

}  // namespace

void StructReader::CollectChanges() {
  collected_ = true;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kMember) || !ast_.has_children(node)) continue;
    const Node object = ast_.first_child(node);
    if (!ast_.Is(object, NodeKind::kName)) continue;
    const Node parent = scopes_.parent(node);
    const bool assigned = ast_.Is(parent, NodeKind::kAssign) && ast_.first_child(parent) == node;
    // route.tags.size() reads and traits.placements.push_back(x) writes: both may write.
    const bool called = ast_.Is(parent, NodeKind::kMember) || ast_.Is(parent, NodeKind::kIndex);
    if (!assigned && !called) continue;
    if (const Node declaration = scopes_.DeclarationOf(object); declaration != 0)
      members_[declaration].push_back(node);
  }
}

Node StructReader::ParentStatement(Node node) const {
  for (int depth = 0; depth < kDepth && node != 0; ++depth, node = scopes_.parent(node)) {
    if (ast_.Is(scopes_.parent(node), NodeKind::kBlock)) return node;
  }
  return 0;
}

bool StructReader::ReadBraces(Node expression, std::span<const std::string_view> names,
                              std::vector<StructField>& fields) const {
  const bool call = ast_.Is(expression, NodeKind::kCall);
  if (!call && !ast_.Is(expression, NodeKind::kArray)) return false;
  // Parentheses may call any constructor, braces of an aggregate name its fields.
  if (call && (!ast_.Has(expression, kNew) || !ast_.has_children(expression))) return false;
  const Node callee = call ? ast_.first_child(expression) : 0;
  size_t position = 0;
  for (const Node child : ast_.Children(expression)) {
    if (call && child == callee) continue;
    size_t field = position;
    Node value = child;
    if (ast_.Is(child, NodeKind::kProperty)) {
      field = static_cast<size_t>(std::find(names.begin(), names.end(), ast_.name(child)) -
                                  names.begin());
      value = ast_.first_child(child);
    } else {
      ++position;
    }
    if (field >= names.size()) continue;
    fields[field] = {value == 0 ? State::kComputed : State::kGiven, value};
  }
  return true;
}

/// The only thing in braces, where it may be another aggregate of the type: `T{other}`.
Node StructReader::Copied(Node expression) const {
  const bool call = ast_.Is(expression, NodeKind::kCall);
  if (!call && !ast_.Is(expression, NodeKind::kArray)) return 0;
  if (ast_.child_count(expression) != (call ? 2u : 1u)) return 0;
  const Node only = ast_.last_child(expression);
  const bool braces = ast_.Is(only, NodeKind::kArray);
  const bool name = ast_.Is(only, NodeKind::kName) || ast_.Is(only, NodeKind::kMember);
  return braces || (name && !Text(only)) ? only : 0;
}

/// What is done to the fields of a variable between its declaration and its use.
void StructReader::ReadChanges(Node declaration, Node use, std::span<const std::string_view> names,
                               std::vector<StructField>& fields) {
  if (!collected_) CollectChanges();
  const auto changes = members_.find(declaration);
  if (changes == members_.end()) return;
  const Node home = scopes_.parent(declaration);
  const Node statement = ParentStatement(use);
  const bool straight = statement != 0 && scopes_.parent(statement) == home;
  for (const Node member : changes->second) {
    const auto name = std::find(names.begin(), names.end(), ast_.name(member));
    if (name == names.end()) continue;
    if (member > use && straight) break;  // else a loop may bring it round
    StructField& field = fields[static_cast<size_t>(name - names.begin())];
    const Node assign = scopes_.parent(member);
    const Node around = ParentStatement(assign);
    const bool known = ast_.Is(assign, NodeKind::kAssign) && ast_.name(assign) == "=" &&
                       around != 0 && scopes_.parent(around) == home && member < use;
    field = known ? StructField{State::kGiven, ast_.last_child(assign)}
                  : StructField{State::kComputed, 0};
  }
}

std::vector<StructField> StructReader::Read(Node expression,
                                            std::span<const std::string_view> names) {
  std::vector<StructField> fields(names.size());
  std::vector<std::pair<Node, Node>> variables;  // and where each is used, outermost last
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    if (const Node copied = Copied(expression); copied != 0) {
      expression = copied;
      continue;
    }
    if (ReadBraces(expression, names, fields)) {
      for (auto it = variables.rbegin(); it != variables.rend(); ++it)
        ReadChanges(it->first, it->second, names, fields);
      return fields;
    }
    if (!ast_.Is(expression, NodeKind::kName)) break;
    const Node declaration = scopes_.DeclarationOf(expression);
    if (declaration == 0 || !ast_.Is(declaration, NodeKind::kVariable)) break;
    variables.emplace_back(declaration, expression);
    const Node value = scopes_.ValueOf(declaration);
    if (value == 0) {
      // `BehaviorTraits traits;` has the defaults.
      const Node type = ast_.child(declaration, NodeKind::kTypeReference);
      const bool made = type != 0 && ast_.last_child(declaration) == type &&
                        ast_.Is(scopes_.parent(declaration), NodeKind::kBlock);
      if (!made) break;
      ReadChanges(declaration, expression, names, fields);
      return fields;
    }
    expression = value;
  }
  for (StructField& field : fields) field.state = State::kComputed;
  return fields;
}

std::optional<std::vector<Node>> StructReader::Elements(Node expression) {
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    const bool call = ast_.Is(expression, NodeKind::kCall) && ast_.Has(expression, kNew);
    if (call || ast_.Is(expression, NodeKind::kArray)) {
      std::vector<Node> elements;
      for (const Node child : ast_.Children(expression)) {
        if (!call || child != ast_.first_child(expression)) elements.push_back(child);
      }
      // std::array{{a, b}}
      const bool nested = elements.size() == 1 && ast_.Is(elements[0], NodeKind::kArray);
      if (!nested) return elements;
      expression = elements[0];
      continue;
    }
    if (!ast_.Is(expression, NodeKind::kName)) return std::nullopt;
    const Node declaration = scopes_.DeclarationOf(expression);
    if (declaration == 0 || !ast_.Is(declaration, NodeKind::kVariable)) return std::nullopt;
    if (!ast_.Has(declaration, kConst)) {
      // What may change is known only where nothing but its name is used.
      for (Node node = declaration + 1; node < ast_.size(); ++node) {
        if (!ast_.Is(node, NodeKind::kMember) && !ast_.Is(node, NodeKind::kIndex)) continue;
        if (ast_.has_children(node) && scopes_.DeclarationOf(ast_.first_child(node)) == declaration)
          return std::nullopt;
      }
    }
    expression = scopes_.ValueOf(declaration);
  }
  return std::nullopt;
}

std::optional<std::string> StructReader::Text(Node expression) const {
  if (expression == 0) return std::nullopt;
  const ConstantText text = FoldConstant(scopes_, expression);
  return text.complete ? std::optional(text.text) : std::nullopt;
}

}  // namespace krepis::analyzer
