#include "analyzer/facts/registrations_components.h"

#include <algorithm>
#include <map>
#include <utility>

namespace krepis::analyzer {

void ComponentReader::Run() {
  for (const Preset* preset : finder_.presets()) {
    if (preset->components.empty()) continue;
    preset_ = preset;
    read_.clear();
    std::map<Node, std::vector<Node>> helpers;  // calls of decorators by where they stand
    for (Node node = 1; node < ast_.size(); ++node) {
      if (ast_.Is(node, NodeKind::kClass)) {
        ReadClass(node);
      } else if (ast_.Is(node, NodeKind::kCall) && ast_.has_children(node) &&
                 Decorator(ast_.first_child(node)) != nullptr) {
        if (const Node helper = HelperOf(node); helper != 0) helpers[helper].push_back(node);
      }
    }
    for (const auto& [declaration, calls] : helpers) ReadHelper(declaration, calls);
    ReadProviders();
  }
}

uint32_t ComponentReader::ComponentOf(Node declaration) const {
  const auto found = components_.find(declaration);
  return found == components_.end() ? kNoIndex : found->second;
}

std::vector<Node> ComponentReader::Children(Node node) const {
  std::vector<Node> children;
  for (const Node child : ast_.Children(node)) children.push_back(child);
  return children;
}

/// The value of a field of an object literal; a method is its own value. 0: it has none.
Node ComponentReader::Field(Node object, std::string_view name) const {
  if (name.empty() || !ast_.Is(object, NodeKind::kObject)) return 0;
  for (const Node field : ast_.Children(object)) {
    if (ast_.name(field) != name) continue;
    if (ast_.Is(field, NodeKind::kFunction)) return field;
    if (ast_.Is(field, NodeKind::kProperty)) return ast_.first_child(field);
  }
  return 0;
}

void ComponentReader::ReadBases(Node node, ComponentFact& fact) const {
  for (const Node base : ast_.Children(node)) {
    if (!ast_.Is(base, NodeKind::kBase)) continue;
    if (ast_.name(base).empty()) {
      fact.base_unknown = true;
      continue;
    }
    for (std::string& name : finder_.Names(base)) fact.bases.push_back(std::move(name));
  }
}

void ComponentReader::ReadController(std::span<const Node> arguments, ComponentFact& fact) {
  fact.kind = ComponentKind::kController;
  if (arguments.empty()) return;
  ComponentItem item;
  Node path = arguments[0];
  if (ast_.Is(path, NodeKind::kObject)) {
    if (const Node version = Field(path, "version"); version != 0)
      ReadVersions(version, Add(ComponentEffect::kVersion, version, fact.items));
    path = Field(path, "path");
    if (path == 0) return;
  }
  ReadPaths(path, item);
  fact.paths = std::move(item.paths);
  fact.path_unknown = item.path_unknown;
}

void ComponentReader::ReadClass(Node node) {
  ComponentFact fact;
  fact.preset = preset_->name;
  fact.name = ast_.name(node);
  fact.location.span = ast_.span(node);
  ReadBases(node, fact);
  bool relevant = false;
  for (const Node child : ast_.Children(node)) {
    if (!ast_.Is(child, NodeKind::kAttribute)) continue;
    const PresetDecorator* decorator = Decorator(child);
    if (decorator == nullptr) continue;
    relevant = true;
    const std::vector<Node> arguments = Children(child);
    if (decorator->effect == DecoratorEffect::kController) ReadController(arguments, fact);
    if (decorator->effect != DecoratorEffect::kModule) continue;
    fact.kind = ComponentKind::kModule;
    if (!arguments.empty()) ReadModule(arguments[0], {}, fact.items);
  }
  ReadDecorators(node, fact.items);
  for (const Node child : ast_.Children(node)) {
    if (!ast_.Is(child, NodeKind::kFunction)) continue;
    if (fact.kind == ComponentKind::kModule) {
      if (ast_.name(child) == preset_->components.configure) ReadConfigure(child, fact);
      ReadDynamic(child, fact);
    }
    ComponentMember member;
    member.name = ast_.name(child);
    member.location.span = ast_.span(child);
    ReadDecorators(child, member.items);
    const bool route =
        std::any_of(member.items.begin(), member.items.end(), [](const ComponentItem& item) {
          return item.effect == ComponentEffect::kRoute ||
                 item.effect == ComponentEffect::kDecorator;
        });
    if (route) {
      ReadParameters(child, member.items);
      relevant = relevant || std::any_of(member.items.begin(), member.items.end(),
                                         [](const ComponentItem& item) {
                                           return item.effect == ComponentEffect::kRoute;
                                         });
    }
    const bool hides = !fact.bases.empty() && !ast_.Has(child, kDeclaredElsewhere);
    if (!member.items.empty() || hides) fact.members.push_back(std::move(member));
  }
  if (!relevant) return;
  components_.emplace(node, static_cast<uint32_t>(facts_.components.size()));
  facts_.components.push_back(std::move(fact));
}

}  // namespace krepis::analyzer
