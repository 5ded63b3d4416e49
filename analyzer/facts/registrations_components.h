#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_conditions.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Reads what a preset's [components] are about: decorated classes, functions that put decorators
/// together, modules, and calls on the application that set something. Not thread-safe.
class ComponentReader {
 public:
  ComponentReader(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries,
                  ConditionReader& conditions, RegistrationFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        finder_(finder),
        entries_(entries),
        conditions_(conditions),
        facts_(facts) {}

  /// Adds the components of the file.
  void Run();
  /// The component that a class, function or variable is, or kNoIndex.
  uint32_t ComponentOf(Node declaration) const;
  /// What a call on an application, or one that makes it, sets; none when it does not. The event
  /// lacks what all events have.
  std::optional<RegistrationEvent> ReadCall(Node call, Node callee);

 private:
  using Items = std::vector<ComponentItem>;

  // registrations_decorators.cc: what stands on a class or a method.
  const PresetDecorator* Decorator(Node name) const;
  void ReadDecorators(Node declaration, Items& items);
  void AddDecorator(const PresetDecorator& decorator, Node name, std::span<const Node> arguments,
                    Items& items);
  void AddComposed(Node name, std::span<const Node> arguments, Items& items);
  bool MayBeBehavior(Node argument) const;
  void ReadParameters(Node method, Items& items);
  void ReadHelper(Node declaration, std::span<const Node> calls);
  void ReadHelperValue(Node value, Items& items);
  Node HelperOf(Node call) const;
  ComponentItem& Add(ComponentEffect effect, Node at, Items& items) const;
  void ReadPaths(Node argument, ComponentItem& item) const;
  void ReadVersions(Node argument, ComponentItem& item) const;

  // registrations_components.cc
  void ReadClass(Node node);
  void ReadBases(Node node, ComponentFact& fact) const;
  void ReadController(std::span<const Node> arguments, ComponentFact& fact);
  Node Field(Node object, std::string_view name) const;
  std::vector<Node> Children(Node node) const;

  // registrations_modules.cc: what modules and applications list.
  void ReadModule(Node object, const std::vector<RegistrationCondition>& under, Items& items);
  void ReadList(Node list, ComponentItem& item, Items& items);
  void ReadRouter(Node call, Items& items);
  void ReadDynamic(Node method, ComponentFact& fact);
  void ReadConfigure(Node method, ComponentFact& fact);
  void ReadTarget(Node argument, std::vector<ComponentTarget>& targets);
  void ReadProviders();
  void ReadProvided(Node object, RegistrationEntry& entry);
  uint32_t OwnerOf(Node object, bool& maybe);
  void ReadSetting(const PresetSetting& setting, std::span<const Node> arguments,
                   ComponentItem& item);
  Node Returned(Node function) const;
  Node Referenced(Node node) const;

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  EntryReader& entries_;
  ConditionReader& conditions_;
  RegistrationFacts& facts_;
  const Preset* preset_ = nullptr;
  std::unordered_map<Node, uint32_t> components_;  // by declaration
  std::unordered_map<Node, bool> read_;            // calls that some value has accounted for
};

}  // namespace krepis::analyzer
