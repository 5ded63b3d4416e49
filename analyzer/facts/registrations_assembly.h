#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_conditions.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Reads what a preset's [assembly] is about: functions that put lists of names together, and
/// components that are routes. A list is followed through its variables and the calls that add to
/// it; anything else that is done to it makes all of it unknown.
class AssemblyReader {
 public:
  AssemblyReader(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries,
                 ConditionReader& conditions)
      : scopes_(scopes),
        ast_(scopes.ast()),
        finder_(finder),
        entries_(entries),
        conditions_(conditions) {}

  /// Events, each with the node at which it happens. Their scopes say whose list it is: global that
  /// of all routes, group that of a class that refines it, local that of one that makes it.
  std::vector<std::pair<Node, RegistrationEvent>> Read();

 private:
  struct List {
    std::vector<RegistrationEntry> entries;
    bool given = false;  // begins with what the function is given
    bool known = true;
  };

  void ReadComponent(Node call, const Preset& preset);
  void ReadBuilder(Node function, const Preset& preset);
  void CollectNames(const PresetAssembly& assembly);
  std::string OwnName(Node type) const;
  RegistrationEvent Event(RegistrationEffect effect, const Preset& preset, uint32_t pipeline,
                          RegistrationScope scope, Node at) const;
  List Evaluate(Node expression, Node function, const Preset& preset, bool made);
  List OfVariable(Node declaration, Node function, const Preset& preset, bool made);
  bool Apply(Node use, Node call, const Preset& preset, const std::set<Node>& same, List& list);
  List Given(Node at, const Preset& preset, bool made) const;
  void AddDefaults(Node at, const Preset& preset, std::vector<RegistrationEntry>& entries) const;
  RegistrationEntry Elsewhere(Node at, const Preset& preset) const;
  RegistrationEntry Unknown(Node at) const;
  RegistrationEntry Named(Node expression, const PresetAssembly& assembly) const;
  Node WithoutMove(Node expression) const;
  bool IsList(Node node, const PresetAssembly& assembly) const;
  bool IsOneOf(Node name, const std::vector<std::string>& wanted) const;

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  EntryReader& entries_;
  ConditionReader& conditions_;
  std::vector<std::pair<Node, RegistrationEvent>> events_;
  std::set<uint32_t> begun_;                            // pipelines of components
  int evaluations_ = 0;                                 // of one function
  std::unordered_map<std::string, std::string> names_;  // by class
};

}  // namespace krepis::analyzer
