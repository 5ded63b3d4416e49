// What decorators put on classes and methods, and the functions that put decorators together.
#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/facts/registrations_components.h"

namespace krepis::analyzer {
namespace {

/// How far out of a call the declaration around it is looked for.
constexpr int kDepth = 256;
/// Values of values of a function that puts decorators together.
constexpr size_t kMaxValues = 256;

std::string UpperCase(std::string_view text) {
  std::string upper;
  for (const char c : text)
    upper.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  return upper;
}

}  // namespace

const PresetDecorator* ComponentReader::Decorator(Node name) const {
  const NodeKind kind = ast_.kind(name);
  if (kind != NodeKind::kAttribute && kind != NodeKind::kName && kind != NodeKind::kMember)
    return nullptr;
  const Symbol symbol = scopes_.Resolve(name);
  return symbol.origin == SymbolOrigin::kExternal ? preset_->components.FindDecorator(symbol.text)
                                                  : nullptr;
}

ComponentItem& ComponentReader::Add(ComponentEffect effect, Node at, Items& items) const {
  ComponentItem& item = items.emplace_back();
  item.effect = effect;
  item.location.span = ast_.span(at);
  return item;
}

void ComponentReader::ReadPaths(Node argument, ComponentItem& item) const {
  RegistrationEvent event;
  entries_.ReadPath(argument, true, event);
  item.paths = std::move(event.paths);
  item.path_unknown = event.path_unknown;
}

/// The versions of a route: strings, or a symbol that stands for none.
void ComponentReader::ReadVersions(Node argument, ComponentItem& item) const {
  std::vector<Node> values = {argument};
  if (ast_.Is(argument, NodeKind::kArray)) values = Children(argument);
  for (const Node value : values) {
    ComponentItem one;
    if (LastSegment(ast_.name(value)) == "VERSION_NEUTRAL") {
      one.paths = {""};
    } else {
      ReadPaths(value, one);
    }
    item.path_unknown = item.path_unknown || one.path_unknown;
    item.paths.insert(item.paths.end(), one.paths.begin(), one.paths.end());
  }
}

/// Decorators take effect from the last to the first.
void ComponentReader::ReadDecorators(Node declaration, Items& items) {
  std::vector<Node> attributes;
  for (const Node child : ast_.Children(declaration)) {
    if (ast_.Is(child, NodeKind::kAttribute)) attributes.push_back(child);
  }
  for (auto attribute = attributes.rbegin(); attribute != attributes.rend(); ++attribute) {
    if (ast_.name(*attribute).empty()) {
      if (const Node value = ast_.first_child(*attribute); value != 0)
        ReadHelperValue(value, items);
      continue;
    }
    const std::vector<Node> arguments = Children(*attribute);
    if (const PresetDecorator* decorator = Decorator(*attribute)) {
      AddDecorator(*decorator, *attribute, arguments, items);
    } else {
      AddComposed(*attribute, arguments, items);
    }
  }
}

void ComponentReader::AddDecorator(const PresetDecorator& decorator, Node name,
                                   std::span<const Node> arguments, Items& items) {
  switch (decorator.effect) {
    case DecoratorEffect::kUse: {
      ComponentItem& item = Add(ComponentEffect::kUse, name, items);
      for (const Node argument : arguments)
        entries_.ReadPlain(argument, decorator.phase, item.entries);
      if (item.entries.empty()) items.pop_back();
      break;
    }
    case DecoratorEffect::kRoute: {
      ComponentItem& item = Add(ComponentEffect::kRoute, name, items);
      item.verb = decorator.verb;
      const Symbol symbol = scopes_.Resolve(name);
      if (decorator.named) item.verb = UpperCase(LastSegment(symbol.text));
      if (!arguments.empty() && !ast_.Is(arguments[0], NodeKind::kObject))
        ReadPaths(arguments[0], item);
      if (item.paths.empty()) item.paths = {""};
      break;
    }
    case DecoratorEffect::kVersion:
      if (!arguments.empty())
        ReadVersions(arguments[0], Add(ComponentEffect::kVersion, name, items));
      break;
    case DecoratorEffect::kCompose:
      for (const Node argument : arguments) ReadHelperValue(argument, items);
      break;
    case DecoratorEffect::kController:
    case DecoratorEffect::kModule:
    case DecoratorEffect::kParameter:
      break;
  }
}

/// A decorator that a function makes, maybe one of the program's own.
void ComponentReader::AddComposed(Node name, std::span<const Node> arguments, Items& items) {
  const Symbol symbol = scopes_.Resolve(name);
  if (symbol.origin == SymbolOrigin::kGlobal || symbol.origin == SymbolOrigin::kUnknown ||
      symbol.text.starts_with("node/"))
    return;
  // The framework's own that no preset names only say something about what they stand on.
  for (const PresetDecorator& known : preset_->components.decorators) {
    const std::string_view ours = known.symbols.front();
    if (symbol.text.starts_with(ours.substr(0, ours.find('#') + 1))) return;
  }
  ComponentItem& item = Add(ComponentEffect::kDecorator, name, items);
  RegistrationEntry& made = item.entries.emplace_back();
  made.symbols = finder_.Names(name);
  made.shown = ast_.name(name);
  made.location.span = ast_.span(name);
  for (const Node argument : arguments) {
    std::vector<RegistrationEntry> read;
    entries_.ReadPlain(argument, "", read);
    if (read.size() != 1) {
      read.resize(1);
      read[0] = {};
      read[0].barrier = true;
      read[0].shown = finder_.Text(argument);
      read[0].location.span = ast_.span(argument);
    }
    item.entries.push_back(std::move(read[0]));
  }
}

/// Whether an argument of a parameter's decorator may be a behaviour, and not the name of what the
/// parameter is taken from, in a constant of another file: classes are called like classes.
bool ComponentReader::MayBeBehavior(Node argument) const {
  const bool named = ast_.Is(argument, NodeKind::kName) || ast_.Is(argument, NodeKind::kMember);
  if (!named) return true;
  const std::string_view name = LastSegment(ast_.name(argument));
  const bool capital = !name.empty() && std::isupper(static_cast<unsigned char>(name[0])) != 0;
  return capital && std::any_of(name.begin(), name.end(), [](char c) {
           return std::islower(static_cast<unsigned char>(c)) != 0;
         });
}

/// Behaviours of single parameters. The framework starts with the last parameter, and with the
/// first behaviour of each.
void ComponentReader::ReadParameters(Node method, Items& items) {
  struct Placed {
    size_t round;
    ComponentItem item;
  };
  std::vector<Placed> placed;
  std::vector<Node> parameters;
  for (const Node child : ast_.Children(method)) {
    if (ast_.Is(child, NodeKind::kParameter)) parameters.push_back(child);
  }
  for (auto parameter = parameters.rbegin(); parameter != parameters.rend(); ++parameter) {
    size_t round = 0;
    for (const Node attribute : ast_.Children(*parameter)) {
      if (!ast_.Is(attribute, NodeKind::kAttribute)) continue;
      const PresetDecorator* decorator = Decorator(attribute);
      if (decorator == nullptr || decorator->effect != DecoratorEffect::kParameter) continue;
      std::vector<RegistrationEntry> read;
      for (const Node argument : ast_.Children(attribute)) {
        if (MayBeBehavior(argument)) entries_.ReadPlain(argument, decorator->phase, read);
      }
      for (RegistrationEntry& entry : read) {
        Items one;
        Add(ComponentEffect::kUse, attribute, one).entries.push_back(std::move(entry));
        placed.push_back({round++, std::move(one[0])});
      }
    }
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.round < b.round; });
  for (Placed& one : placed) items.push_back(std::move(one.item));
}

/// The function or variable at the top level of the file, or the method, that a call makes a
/// decorator for; 0 where it stands in a decorator itself.
Node ComponentReader::HelperOf(Node call) const {
  Node helper = 0;
  Node at = call;
  for (int depth = 0; depth < kDepth && at != 0; ++depth, at = scopes_.parent(at)) {
    if (ast_.Is(at, NodeKind::kAttribute)) return 0;
    const bool named = (ast_.Is(at, NodeKind::kFunction) || ast_.Is(at, NodeKind::kVariable)) &&
                       !ast_.name(at).empty();
    if (named) helper = at;
  }
  return helper;
}

void ComponentReader::ReadHelper(Node declaration, std::span<const Node> calls) {
  ComponentFact fact;
  fact.kind = ComponentKind::kDecorator;
  fact.preset = preset_->name;
  fact.name = ast_.name(declaration);
  fact.location.span = ast_.span(declaration);
  Node value = declaration;
  if (ast_.Is(declaration, NodeKind::kVariable)) value = ast_.last_child(declaration);
  if (value == 0) return;
  ReadHelperValue(value, fact.items);
  // Lists that are filled on the way, decorators that are called by hand.
  for (const Node call : calls) {
    if (read_.contains(call)) continue;
    Items items;
    ReadHelperValue(call, items);
    for (ComponentItem& item : items) fact.items.push_back(std::move(item));
  }
  components_.emplace(declaration, static_cast<uint32_t>(facts_.components.size()));
  facts_.components.push_back(std::move(fact));
}

/// Decorators that an expression stands for, in the order in which they are put on.
void ComponentReader::ReadHelperValue(Node value, Items& items) {
  std::vector<Node> stack = {value};
  for (size_t seen = 0; !stack.empty() && seen < kMaxValues; ++seen) {
    const Node node = stack.back();
    stack.pop_back();
    const auto push = [&](std::vector<Node> nodes) {
      stack.insert(stack.end(), nodes.rbegin(), nodes.rend());
    };
    switch (ast_.kind(node)) {
      case NodeKind::kFunction:
      case NodeKind::kLambda: {
        std::vector<Node> returned;
        for (Node inner = node + 1; inner < ast_.end(node);) {
          const NodeKind kind = ast_.kind(inner);
          if (kind == NodeKind::kFunction || kind == NodeKind::kLambda) {
            inner = ast_.end(inner);
            continue;
          }
          if (kind == NodeKind::kReturn && ast_.has_children(inner))
            returned.push_back(ast_.first_child(inner));
          ++inner;
        }
        push(std::move(returned));
        break;
      }
      case NodeKind::kConditional:
      case NodeKind::kLogical: {
        std::vector<Node> arms = Children(node);
        if (ast_.Is(node, NodeKind::kConditional) && !arms.empty()) arms.erase(arms.begin());
        push(std::move(arms));
        break;
      }
      case NodeKind::kArray:
      case NodeKind::kSpread:
        push(Children(node));
        break;
      case NodeKind::kCall: {
        const Node callee = ast_.first_child(node);
        if (callee == 0) break;
        const PresetDecorator* decorator = Decorator(callee);
        const std::vector<Node> arguments = finder_.Arguments(node);
        const size_t first = items.size();
        if (decorator == nullptr) {
          // UseGuards(A)(target), Auth()
          if (ast_.Is(callee, NodeKind::kCall)) {
            push({callee});
          } else {
            AddComposed(callee, arguments, items);
          }
        } else if (read_.emplace(node, true).second) {
          if (decorator->effect == DecoratorEffect::kCompose) {
            push(arguments);
          } else {
            AddDecorator(*decorator, callee, arguments, items);
          }
        }
        const std::vector<RegistrationCondition> around = conditions_.Of(node);
        for (size_t i = first; i < items.size(); ++i) items[i].conditions = around;
        break;
      }
      case NodeKind::kName: {
        const Node declaration = scopes_.DeclarationOf(node);
        const bool variable = declaration != 0 && ast_.Is(declaration, NodeKind::kVariable);
        if (variable && scopes_.ValueOf(declaration) != 0) {
          push({scopes_.ValueOf(declaration)});
        } else {
          AddComposed(node, {}, items);
        }
        break;
      }
      case NodeKind::kMember:
        AddComposed(node, {}, items);
        break;
      default:
        break;
    }
  }
}

}  // namespace krepis::analyzer
