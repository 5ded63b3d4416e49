// What modules list, what they provide for all routes, and what calls on an application set.
#include <algorithm>
#include <utility>

#include "analyzer/facts/name_lists.h"
#include "analyzer/facts/registrations_components.h"

namespace krepis::analyzer {
namespace {

/// How far out of an object the module around it is looked for.
constexpr int kDepth = 256;
/// Paths of modules below paths of modules.
constexpr size_t kMaxRouters = 256;

}  // namespace

/// The value of the only return of a function; 0: there is none, or more.
Node ComponentReader::Returned(Node function) const {
  Node returned = 0;
  for (Node node = function + 1; node < ast_.end(function);) {
    const NodeKind kind = ast_.kind(node);
    if (kind == NodeKind::kFunction || kind == NodeKind::kLambda) {
      node = ast_.end(node);
      continue;
    }
    if (kind == NodeKind::kReturn) {
      if (returned != 0) return 0;
      returned = ast_.first_child(node);
    }
    ++node;
  }
  return returned;
}

/// What forwardRef(() => UsersModule) means; else the node itself.
Node ComponentReader::Referenced(Node node) const {
  if (!ast_.Is(node, NodeKind::kCall)) return node;
  const Node callee = ast_.first_child(node);
  const std::vector<Node> arguments = finder_.Arguments(node);
  if (callee == 0 || arguments.empty() || !ast_.Is(arguments[0], NodeKind::kLambda) ||
      !Contains(preset_->components.references, scopes_.Resolve(callee).text))
    return node;
  const Node meant = Returned(arguments[0]);
  return meant == 0 ? node : meant;
}

void ComponentReader::ReadList(Node list, ComponentItem& item, Items& items) {
  std::vector<Node> elements = {list};
  if (ast_.Is(list, NodeKind::kArray)) elements = Children(list);
  for (Node element : elements) {
    if (ast_.Is(element, NodeKind::kSpread) && ast_.has_children(element))
      element = ast_.first_child(element);
    const Node meant = Referenced(element);
    const Node callee = ast_.Is(meant, NodeKind::kCall) ? ast_.first_child(meant) : 0;
    if (callee != 0 && Contains(preset_->components.routers, scopes_.Resolve(callee).text)) {
      ReadRouter(meant, items);
    } else {
      entries_.ReadPlain(meant, "", item.entries);
    }
  }
}

void ComponentReader::ReadModule(Node object, const std::vector<RegistrationCondition>& under,
                                 Items& items) {
  const PresetComponents& components = preset_->components;
  for (const auto& [name, effect] : {std::pair(&components.imports, ComponentEffect::kImport),
                                     std::pair(&components.controllers, ComponentEffect::kServe)}) {
    const Node list = Field(object, *name);
    if (list == 0) continue;
    ComponentItem item;
    item.effect = effect;
    item.conditions = under;
    item.location.span = ast_.span(list);
    ReadList(list, item, items);
    if (!item.entries.empty()) items.push_back(std::move(item));
  }
}

/// RouterModule.register([{path: "admin", module: AdminModule, children: [...]}])
void ComponentReader::ReadRouter(Node call, Items& items) {
  struct Level {
    Node node;
    std::string prefix;
    bool unknown;
  };
  std::vector<Level> work;
  for (const Node argument : finder_.Arguments(call)) work.push_back({argument, "", false});
  for (size_t seen = 0; !work.empty() && seen < kMaxRouters; ++seen) {
    Level level = std::move(work.back());
    work.pop_back();
    if (ast_.Is(level.node, NodeKind::kArray)) {
      for (const Node child : ast_.Children(level.node))
        work.push_back({child, level.prefix, level.unknown});
      continue;
    }
    Node module = level.node;
    if (ast_.Is(level.node, NodeKind::kObject)) {
      ComponentItem path;
      if (const Node field = Field(level.node, "path"); field != 0) ReadPaths(field, path);
      if (!path.paths.empty()) level.prefix += "/" + path.paths[0];
      level.unknown = level.unknown || path.path_unknown;
      if (const Node children = Field(level.node, "children"); children != 0)
        work.push_back({children, level.prefix, level.unknown});
      module = Field(level.node, preset_->components.dynamic);
      if (module == 0) continue;
    }
    ComponentItem& item = Add(ComponentEffect::kPrefix, level.node, items);
    entries_.ReadPlain(Referenced(module), "", item.entries);
    item.paths = {level.prefix};
    item.path_unknown = level.unknown;
  }
}

/// Objects that stand for the module with more in it: static forRoot() { return {module: X, …} }.
void ComponentReader::ReadDynamic(Node method, ComponentFact& fact) {
  if (preset_->components.dynamic.empty()) return;
  for (Node node = method + 1; node < ast_.end(method); ++node) {
    if (!ast_.Is(node, NodeKind::kObject) || Field(node, preset_->components.dynamic) == 0)
      continue;
    std::vector<RegistrationCondition> under = conditions_.Of(node);
    under.push_back({method, 0});  // where the module is imported by it
    std::sort(under.begin(), under.end());
    ReadModule(node, under, fact.items);
  }
}

/// consumer.apply(A, B).exclude("health").forRoutes(UsersController)
void ComponentReader::ReadConfigure(Node method, ComponentFact& fact) {
  const PresetComponents& components = preset_->components;
  for (Node node = method + 1; node < ast_.end(method); ++node) {
    if (!ast_.Is(node, NodeKind::kCall)) continue;
    Node callee = ast_.first_child(node);
    if (!ast_.Is(callee, NodeKind::kMember) || ast_.name(callee) != components.for_routes) continue;
    ComponentItem item;
    item.effect = ComponentEffect::kUse;
    item.everywhere = item.targeted = true;
    item.location.span = ast_.span(node);
    item.conditions = conditions_.Of(node);
    for (const Node argument : finder_.Arguments(node)) ReadTarget(argument, item.targets);
    bool applied = false;
    for (Node at = ast_.first_child(callee); at != 0 && ast_.Is(at, NodeKind::kCall);) {
      callee = ast_.first_child(at);
      if (!ast_.Is(callee, NodeKind::kMember)) break;
      if (ast_.name(callee) == components.exclude) {
        for (const Node argument : finder_.Arguments(at)) ReadTarget(argument, item.excepted);
      } else if (ast_.name(callee) == components.apply) {
        for (const Node argument : finder_.Arguments(at))
          entries_.ReadPlain(argument, components.middleware_phase, item.entries);
        applied = true;
        break;
      }
      at = ast_.first_child(callee);
    }
    if (applied) fact.items.push_back(std::move(item));
  }
  // Outer calls stand before inner ones; a chain registers from its start on.
  std::stable_sort(fact.items.begin(), fact.items.end(),
                   [](const ComponentItem& a, const ComponentItem& b) {
                     const auto key = [](const ComponentItem& item) {
                       return item.targeted ? item.location.span.end() : 0;
                     };
                     return key(a) < key(b);
                   });
}

void ComponentReader::ReadTarget(Node argument, std::vector<ComponentTarget>& targets) {
  if (ast_.Is(argument, NodeKind::kArray)) {
    for (const Node child : ast_.Children(argument)) {
      if (!ast_.Is(child, NodeKind::kArray)) ReadTarget(child, targets);
    }
    return;
  }
  ComponentTarget& target = targets.emplace_back();
  ComponentItem path;
  if (ast_.Is(argument, NodeKind::kObject)) {
    target.exact = true;
    if (const Node field = Field(argument, "path"); field != 0) ReadPaths(field, path);
    if (const Node method = Field(argument, "method"); method != 0) {
      target.verb = LastSegment(ast_.name(method));
      if (target.verb == "ALL") target.verb.clear();
      target.unknown = !ast_.Is(method, NodeKind::kMember);
    }
    target.unknown = target.unknown || path.path_unknown || path.paths.size() != 1;
    if (path.paths.size() == 1) target.path = path.paths[0];
    return;
  }
  const Node declaration = scopes_.DeclarationOf(argument);
  const bool type =
      ast_.Is(argument, NodeKind::kName) && declaration != 0 &&
      (ast_.Is(declaration, NodeKind::kClass) || ast_.Is(declaration, NodeKind::kBinding));
  if (type) {
    target.symbols = finder_.Names(argument);
    return;
  }
  ReadPaths(argument, path);
  target.unknown = path.path_unknown || path.paths.size() != 1;
  if (!path.paths.empty()) target.path = path.paths[0];
}

/// Providers whose token makes them behaviours of all routes, wherever they stand.
void ComponentReader::ReadProviders() {
  const PresetComponents& components = preset_->components;
  if (components.tokens.empty()) return;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kObject)) continue;
    const Node name = Field(node, components.token);
    if (name == 0 || (!ast_.Is(name, NodeKind::kName) && !ast_.Is(name, NodeKind::kMember)))
      continue;
    const PresetToken* token = components.FindToken(scopes_.Resolve(name).text);
    if (token == nullptr) continue;
    bool maybe = false;
    const uint32_t owner = OwnerOf(node, maybe);
    if (owner == kNoIndex) continue;
    ComponentItem& item = Add(ComponentEffect::kUse, node, facts_.components[owner].items);
    item.everywhere = true;
    item.conditions = conditions_.Of(node);
    if (maybe) item.conditions.push_back({node, 0});
    std::sort(item.conditions.begin(), item.conditions.end());
    RegistrationEntry entry;
    entry.location.span = ast_.span(node);
    ReadProvided(node, entry);
    entry.phase = token->phase;
    item.entries.push_back(std::move(entry));
  }
}

void ComponentReader::ReadProvided(Node object, RegistrationEntry& entry) {
  const PresetComponents& components = preset_->components;
  Node value = 0;
  for (const auto* names : {&components.classes, &components.values}) {
    for (const std::string& name : *names) {
      if (value == 0) value = Field(object, name);
    }
  }
  for (const std::string& name : components.factories) {
    const Node factory = Field(object, name);
    const bool function =
        ast_.Is(factory, NodeKind::kLambda) || ast_.Is(factory, NodeKind::kFunction);
    if (value == 0 && factory != 0 && function) value = Returned(factory);
  }
  std::vector<RegistrationEntry> read;
  if (value != 0) entries_.ReadPlain(value, "", read);
  const Location location = entry.location;
  if (read.size() == 1) {
    entry = std::move(read[0]);
  } else {
    entry.barrier = true;
    entry.shown = finder_.Text(object);
  }
  entry.location = location;
}

/// The component that has a provider: the module around it, or that of the list around it.
/// `maybe`: whether the module has it depends. kNoIndex: it is no module's for all that is known.
uint32_t ComponentReader::OwnerOf(Node object, bool& maybe) {
  Node top = 0;
  bool exported = false;
  Node at = object;
  for (int depth = 0; depth < kDepth && at != 0; ++depth, at = scopes_.parent(at)) {
    if (ast_.Is(at, NodeKind::kClass)) {
      maybe = top != 0;
      return ComponentOf(at);
    }
    if (ast_.Is(at, NodeKind::kVariable) || ast_.Is(at, NodeKind::kFunction)) top = at;
    exported = exported || ast_.Is(at, NodeKind::kExport);
  }
  if (top == 0) return kNoIndex;
  for (const auto& [declaration, component] : components_) {
    if (facts_.components[component].kind != ComponentKind::kModule) continue;
    for (Node node = declaration + 1; node < ast_.end(declaration); ++node) {
      if (ast_.Is(node, NodeKind::kName) && scopes_.DeclarationOf(node) == top) return component;
    }
  }
  if (!exported) return kNoIndex;
  ComponentFact& fact = facts_.components.emplace_back();
  fact.kind = ComponentKind::kLoose;
  fact.preset = preset_->name;
  fact.name = ast_.name(top);
  fact.location.span = ast_.span(object);
  return static_cast<uint32_t>(facts_.components.size() - 1);
}

std::optional<RegistrationEvent> ComponentReader::ReadCall(Node call, Node callee) {
  for (const Preset* preset : finder_.presets()) {
    const PresetComponents& components = preset->components;
    if (components.empty() || !ast_.Is(callee, NodeKind::kMember)) continue;
    preset_ = preset;
    ComponentItem item;
    item.location.span = ast_.span(call);
    const std::vector<Node> arguments = finder_.Arguments(call);
    RegistrationEvent event;
    event.preset = preset->name;
    if (Contains(preset->creates, scopes_.Resolve(callee).text)) {
      item.effect = ComponentEffect::kRoot;
      if (!arguments.empty()) entries_.ReadPlain(Referenced(arguments[0]), "", item.entries);
      item.entries.resize(1);
      for (const PresetOption& option : components.options) {
        for (const Node argument : arguments) {
          const Node value = Field(argument, option.name);
          if (value == 0 || ast_.name(value) == "false") continue;
          RegistrationEntry entry = EntryReader::OfSymbol(option.adds, ast_.span(value));
          entry.phase = option.phase;
          const bool sure = ast_.Is(value, NodeKind::kObject) || ast_.name(value) == "true";
          if (!sure) entry.conditions.push_back({value, 0});
          item.entries.push_back(std::move(entry));
        }
      }
      event.pipeline = finder_.Find(call).pipeline;
    } else if (const PresetSetting* setting = components.FindSetting(ast_.name(callee))) {
      const PipelineFinder::Place place = finder_.Find(ast_.first_child(callee));
      if (!place || facts_.pipelines[place.pipeline].preset != preset->name) continue;
      event.pipeline = place.pipeline;
      if (setting->effect == SettingEffect::kUse) {
        event.entries.push_back(EntryReader::OfSymbol(setting->adds, ast_.span(call)));
        event.entries.back().phase = setting->phase;
        return event;
      }
      ReadSetting(*setting, arguments, item);
    } else {
      continue;
    }
    if (event.pipeline == kNoIndex) continue;
    event.setting = static_cast<uint32_t>(facts_.settings.size());
    facts_.settings.push_back(std::move(item));
    return event;
  }
  return std::nullopt;
}

void ComponentReader::ReadSetting(const PresetSetting& setting, std::span<const Node> arguments,
                                  ComponentItem& item) {
  if (setting.effect == SettingEffect::kPrefix) {
    item.effect = ComponentEffect::kPrefix;
    if (!arguments.empty()) ReadPaths(arguments[0], item);
    if (arguments.size() < 2) return;
    const Node excluded = Field(arguments[1], preset_->components.exclude);
    if (excluded != 0) {
      ReadTarget(excluded, item.excepted);
    } else if (!ast_.Is(arguments[1], NodeKind::kObject)) {
      item.excepted.emplace_back().unknown = true;
    }
    return;
  }
  item.effect = ComponentEffect::kVersions;
  item.text = "v";
  if (arguments.empty()) return;
  if (!ast_.Is(arguments[0], NodeKind::kObject)) {
    item.path_unknown = true;
    return;
  }
  if (const Node version = Field(arguments[0], "defaultVersion"); version != 0)
    ReadVersions(version, item);
  if (const Node prefix = Field(arguments[0], "prefix"); prefix != 0) {
    const bool string = ast_.Is(prefix, NodeKind::kString);
    item.path_unknown = item.path_unknown || (!string && ast_.name(prefix) != "false");
    item.text = string ? ast_.name(prefix) : "";
  }
  // Versions in headers are no part of a path.
  const Node type = Field(arguments[0], "type");
  if (type != 0 && LastSegment(ast_.name(type)) != "URI") item.effect = ComponentEffect::kVersion;
}

}  // namespace krepis::analyzer
