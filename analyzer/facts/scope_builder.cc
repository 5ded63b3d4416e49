#include "analyzer/facts/scope_builder.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr uint32_t kUnseen = ~0u;
/// Nodes between a destructured name and the variable it belongs to.
constexpr int kPatternDepth = 8;

bool OpensScope(NodeKind kind) {
  switch (kind) {
    case NodeKind::kFile:
    case NodeKind::kModule:
    case NodeKind::kClass:
    case NodeKind::kFunction:
    case NodeKind::kLambda:
    case NodeKind::kBlock:
    case NodeKind::kIf:
    case NodeKind::kLoop:
    case NodeKind::kSwitch:
    case NodeKind::kCase:
    case NodeKind::kTry:
    case NodeKind::kCatch:
      return true;
    default:
      return false;
  }
}

bool IsFunctionScope(NodeKind kind) {
  return kind == NodeKind::kFile || kind == NodeKind::kModule || kind == NodeKind::kFunction ||
         kind == NodeKind::kLambda;
}

/// Whether `name` holds a name that scoping applies to.
bool IsReference(NodeKind kind) {
  switch (kind) {
    case NodeKind::kName:
    case NodeKind::kBase:
    case NodeKind::kTypeReference:
    case NodeKind::kAttribute:
    case NodeKind::kMacro:
      return true;
    default:
      return false;
  }
}

}  // namespace

ScopeBuilder::ScopeBuilder(Scopes& scopes)
    : scopes_(scopes), ast_(scopes.ast_), group_(GroupOf(scopes.ast_.language())) {}

void ScopeBuilder::Build() {
  scopes_.parents_.assign(ast_.size(), 0);
  scopes_.bindings_.assign(ast_.size(), Scopes::kNone);
  slot_of_id_.assign(ast_.strings().size(), kUnseen);
  Collect();
  current_.assign(2 * slots_.size(), Scopes::kNone);
  Bind();
}

void ScopeBuilder::Collect() {
  std::vector<Node> open = {0};       // every ancestor
  std::vector<Node> scopes = {0};     // those that open a scope
  std::vector<Node> functions = {0};  // those that hold a `var`
  const auto leave = [&](std::vector<Node>& stack, Node node) {
    while (ast_.end(stack.back()) <= node) stack.pop_back();
  };
  for (Node node = 1; node < ast_.size(); ++node) {
    leave(open, node);
    leave(scopes, node);
    leave(functions, node);
    scopes_.parents_[node] = open.back();
    CollectAt(node, scopes.back(), functions.back());
    const NodeKind kind = ast_.kind(node);
    if (ast_.has_children(node)) open.push_back(node);
    if (OpensScope(kind)) scopes.push_back(node);
    if (IsFunctionScope(kind)) functions.push_back(node);
  }
}

void ScopeBuilder::CollectAt(Node node, Node scope, Node function) {
  const std::string_view name = ast_.name(node);
  switch (ast_.kind(node)) {
    case NodeKind::kImport:
      CollectImport(node, scope);
      break;
    case NodeKind::kUsing:
      CollectUsing(node, scope);
      break;
    case NodeKind::kFunction:
      CollectFunction(node, scope);
      break;
    case NodeKind::kLambda:
      if (!name.empty())
        Declare(name, {.node = node, .scope = node, .hoisted = true, .value_only = true});
      break;
    case NodeKind::kClass:
      // A Rust impl names a type that is declared elsewhere, a TypeScript interface names no value.
      if (ast_.Has(node, kImpl)) break;
      if (group_ == LanguageGroup::kTypeScript && ast_.Has(node, kInterface)) break;
      Declare(name, {.node = node, .scope = scope, .hoisted = true});
      break;
    case NodeKind::kModule:
      if (!ast_.Has(node, kExtern))
        Declare(FirstSegment(name), {.node = node, .scope = scope, .hoisted = true});
      break;
    case NodeKind::kTypeAlias:
      // An associated type of Rust is reached through its type, not by its bare name.
      if (group_ == LanguageGroup::kRust && InClass(node)) break;
      if (group_ != LanguageGroup::kTypeScript)
        Declare(name, {.node = node,
                       .scope = scope,
                       .initial = ast_.child(node, NodeKind::kTypeReference),
                       .hoisted = true,
                       .alias = true});
      break;
    case NodeKind::kParameter:
      if (name.empty()) {
        CollectPattern(node, {.scope = scope, .hoisted = true, .value_only = true});
      } else {
        Declare(name, {.node = node, .scope = scope, .hoisted = true, .value_only = true});
      }
      break;
    case NodeKind::kVariable:
      CollectVariable(node, scope, function);
      break;
    default:
      break;
  }
}

void ScopeBuilder::CollectImport(Node node, Node scope) {
  if (group_ == LanguageGroup::kRust) {
    if (ast_.Has(node, kGlob)) {
      scopes_.globs_.push_back({node, scope});
      return;
    }
    const Node binding = ast_.child(node, NodeKind::kBinding);
    const Node alias = binding != 0 ? ast_.child(binding, NodeKind::kAlias) : 0;
    const std::string_view local =
        alias != 0 ? ast_.name(alias)
                   : LastSegment(binding != 0 ? ast_.name(binding) : ast_.name(node));
    Declare(local, {.node = node, .scope = scope, .hoisted = true, .alias = true});
    return;
  }
  if (ast_.Has(node, kReexport) || ast_.Has(node, kInclude)) return;
  for (const Node binding : ast_.Children(node)) {
    if (!ast_.Is(binding, NodeKind::kBinding)) continue;
    const Node alias = ast_.child(binding, NodeKind::kAlias);
    Declare(ast_.name(alias != 0 ? alias : binding),
            {.node = binding, .scope = scope, .hoisted = true, .alias = true});
  }
}

void ScopeBuilder::CollectUsing(Node node, Node scope) {
  if (ast_.Has(node, kGlob)) {
    scopes_.globs_.push_back({node, scope});
  } else {
    const Node alias = ast_.child(node, NodeKind::kAlias);  // namespace fs = std::filesystem
    Declare(alias != 0 ? ast_.name(alias) : LastSegment(ast_.name(node)),
            {.node = node, .scope = scope, .hoisted = true, .alias = true});
  }
}

bool ScopeBuilder::InClass(Node node) const {
  const NodeKind parent = ast_.kind(scopes_.parents_[node]);
  return parent == NodeKind::kClass || parent == NodeKind::kObject;
}

void ScopeBuilder::CollectFunction(Node node, Node scope) {
  const std::string_view name = ast_.name(node);
  const bool member = InClass(node);
  if (group_ == LanguageGroup::kCpp) {
    if (name.find("::") != std::string_view::npos) return;  // a member, defined out of line
    // A prototype at file level or in `extern "C"` says what the headers say: it hides nothing.
    const Node parent = scopes_.parents_[node];
    const bool open_scope = ast_.Is(parent, NodeKind::kFile) ||
                            (ast_.Is(parent, NodeKind::kModule) && ast_.Has(parent, kExtern));
    if (ast_.Has(node, kDeclaredElsewhere) && open_scope) return;
  } else if (member || ast_.Has(node, kMethod)) {
    return;  // reached through the object or the type, not by its bare name
  }
  Declare(name, {.node = node, .scope = scope, .hoisted = true, .value_only = true});
}

void ScopeBuilder::CollectVariable(Node node, Node scope, Node function) {
  const bool javascript = group_ == LanguageGroup::kTypeScript;
  if (InClass(node) && group_ != LanguageGroup::kCpp) return;
  const Node visible = javascript && ast_.Has(node, kHoisted) ? function : scope;
  const NodeKind where = ast_.kind(visible);
  const bool hoisted = javascript || where == NodeKind::kFile || where == NodeKind::kModule ||
                       where == NodeKind::kClass;
  const bool constant = group_ == LanguageGroup::kRust && ast_.Has(node, kConst);
  Declaration declaration{.node = node,
                          .scope = visible,
                          .hoisted = hoisted,
                          .value_only = true,
                          .alias = javascript || constant};
  // The last child; defaults in a pattern stand before it. A loop gives its variable other values.
  for (const Node child : ast_.Children(node)) {
    const NodeKind kind = ast_.kind(child);
    const bool value = kind != NodeKind::kBinding && kind != NodeKind::kAttribute &&
                       kind != NodeKind::kTypeReference;
    declaration.initial = value ? child : 0;
  }
  if (ast_.Is(scopes_.parents_[node], NodeKind::kLoop)) declaration.initial = 0;
  if (ast_.name(node).empty()) {
    CollectPattern(node, declaration);
  } else {
    Declare(ast_.name(node), declaration);
  }
}

void ScopeBuilder::CollectPattern(Node owner, const Declaration& like) {
  for (Node node = owner + 1; node < ast_.end(owner);) {
    if (!ast_.Is(node, NodeKind::kBinding)) {
      node = ast_.end(node);  // types, defaults and the initialiser
      continue;
    }
    // `{ a: { b: c } }` nests: only the innermost names are declared.
    if (ast_.child(node, NodeKind::kBinding) == 0) {
      const Node local = ast_.child(node, NodeKind::kAlias);
      Declaration declaration = like;
      declaration.node = node;
      Declare(ast_.name(local != 0 ? local : node), declaration);
      node = ast_.end(node);
    } else {
      ++node;
    }
  }
}

void ScopeBuilder::Declare(std::string_view name, const Declaration& declaration) {
  if (name.empty() || name == "_") return;
  Declaration added = declaration;
  added.slot = slots_.emplace(name, static_cast<uint32_t>(slots_.size())).first->second;
  scopes_.bindings_[added.node] = static_cast<uint32_t>(scopes_.declarations_.size());
  scopes_.declarations_.push_back(added);
}

void ScopeBuilder::Bind() {
  // Hoisted declarations by the scope that they are visible in, the others by the row behind them.
  const std::vector<Declaration>& all = scopes_.declarations_;
  std::vector<uint32_t> hoisted;
  for (uint32_t i = 0; i < all.size(); ++i) (all[i].hoisted ? hoisted : sequential_).push_back(i);
  std::stable_sort(hoisted.begin(), hoisted.end(),
                   [&](uint32_t a, uint32_t b) { return all[a].scope < all[b].scope; });
  const auto visible_from = [&](uint32_t i) {
    // A destructured name stands before the initialiser that must not see it.
    return ast_.Is(all[i].node, NodeKind::kBinding) && all[i].initial != 0
               ? ast_.end(all[i].initial)
               : ast_.end(all[i].node);
  };
  std::stable_sort(sequential_.begin(), sequential_.end(),
                   [&](uint32_t a, uint32_t b) { return visible_from(a) < visible_from(b); });
  std::vector<Frame> frames;
  size_t next_hoisted = 0;
  size_t next_sequential = 0;
  for (Node node = 0; node < ast_.size(); ++node) {
    while (!frames.empty() && frames.back().end <= node) {
      while (undo_.size() > frames.back().undo) {
        current_[undo_.back().slot] = undo_.back().previous;
        undo_.pop_back();
      }
      frames.pop_back();
    }
    for (;
         next_sequential < sequential_.size() && visible_from(sequential_[next_sequential]) <= node;
         ++next_sequential) {
      // A declaration that ends its scope is visible nowhere.
      if (ast_.end(all[sequential_[next_sequential]].scope) > node)
        Enter(sequential_[next_sequential]);
    }
    if (node == 0 || OpensScope(ast_.kind(node))) {
      frames.push_back({ast_.end(node), undo_.size()});
      for (; next_hoisted < hoisted.size() && all[hoisted[next_hoisted]].scope == node;
           ++next_hoisted)
        Enter(hoisted[next_hoisted]);
    }
    BindAt(node);
  }
}

void ScopeBuilder::Enter(uint32_t declaration) {
  const Declaration& entered = scopes_.declarations_[declaration];
  const bool separate = entered.value_only && group_ != LanguageGroup::kTypeScript;
  const uint32_t slot = 2 * entered.slot + (separate ? 1 : 0);
  const uint32_t previous = current_[slot];
  // The first of several declarations in one scope stays: overloads, `#[cfg]` alternatives.
  if (previous != Scopes::kNone && entered.hoisted &&
      scopes_.declarations_[previous].scope == entered.scope) {
    ++scopes_.declarations_[previous].assignments;
    return;
  }
  undo_.push_back({slot, previous});
  current_[slot] = declaration;
}

void ScopeBuilder::BindAt(Node node) {
  const NodeKind kind = ast_.kind(node);
  if (kind == NodeKind::kBinding) return BindAssignedPattern(node);
  const bool import =
      kind == NodeKind::kUsing || (kind == NodeKind::kImport && group_ == LanguageGroup::kRust);
  if (!import && !IsReference(kind)) return;
  const uint32_t slot = SlotOf(ast_.name_id(node));
  if (slot == Scopes::kNone) return;
  const uint32_t declaration = Visible(node, slot);
  if (import) {
    const uint32_t own = scopes_.bindings_[node];
    if (own != Scopes::kNone && own != declaration) scopes_.declarations_[own].root = declaration;
    return;
  }
  scopes_.bindings_[node] = declaration;
  if (kind == NodeKind::kName && declaration != Scopes::kNone) CountAssignment(node, declaration);
}

/// A name in the pattern of an assignment, `({ a } = b)`: it declares nothing, it changes.
void ScopeBuilder::BindAssignedPattern(Node node) {
  if (group_ != LanguageGroup::kTypeScript || scopes_.bindings_[node] != Scopes::kNone) return;
  Node pattern = scopes_.parents_[node];
  for (int depth = 0; depth < kPatternDepth && ast_.Is(pattern, NodeKind::kBinding); ++depth)
    pattern = scopes_.parents_[pattern];
  if (!ast_.Is(pattern, NodeKind::kExpression)) return;
  const Node alias = ast_.child(node, NodeKind::kAlias);
  const uint32_t slot = SlotOf(ast_.name_id(alias != 0 ? alias : node));
  if (slot != Scopes::kNone && current_[2 * slot] != Scopes::kNone)
    ++scopes_.declarations_[current_[2 * slot]].assignments;
}

uint32_t ScopeBuilder::Visible(Node name, uint32_t slot) const {
  const uint32_t general = current_[2 * slot];
  const uint32_t value = current_[2 * slot + 1];
  // `env::var` is the module although a variable of that name is in sight.
  const bool path = ast_.name(name).find("::") != std::string_view::npos;
  if (value == Scopes::kNone || path || !ast_.Is(name, NodeKind::kName)) return general;
  if (general == Scopes::kNone) return value;
  // Both enclose the name, so the later scope is the inner one.
  const std::vector<Declaration>& all = scopes_.declarations_;
  return all[value].scope >= all[general].scope ? value : general;
}

void ScopeBuilder::CountAssignment(Node name, uint32_t declaration) {
  // `env = env::var("A")` among the arguments of a macro changes no module.
  if (group_ == LanguageGroup::kRust && !scopes_.declarations_[declaration].value_only) return;
  Node target = name;
  for (int depth = 0; depth < kPatternDepth; ++depth) {
    const Node parent = scopes_.parents_[target];
    const NodeKind kind = ast_.kind(parent);
    if (kind == NodeKind::kAssign) {
      if (target != parent + 1) return;
      Declaration& assigned = scopes_.declarations_[declaration];
      const bool first = assigned.initial == 0 && assigned.assignments == 0 && target == name &&
                         ast_.name(parent) == "=" && ast_.Is(assigned.node, NodeKind::kVariable);
      if (first) {
        assigned.initial = ast_.last_child(parent);
      } else {
        ++assigned.assignments;
      }
      return;
    }
    if (kind != NodeKind::kObject && kind != NodeKind::kArray && kind != NodeKind::kProperty &&
        kind != NodeKind::kSpread)
      return;
    target = parent;
  }
}

uint32_t ScopeBuilder::SlotOf(uint32_t name_id) {
  uint32_t& slot = slot_of_id_[name_id];
  if (slot == kUnseen) {
    const auto found = slots_.find(FirstSegment(ast_.strings()[name_id]));
    slot = found == slots_.end() ? 0 : found->second + 1;
  }
  return slot == 0 ? Scopes::kNone : slot - 1;
}

}  // namespace krepis::analyzer
