#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "analyzer/facts/behavior_traits.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"
#include "analyzer/facts/struct_value.h"

namespace krepis::analyzer {

/// Reads the arguments of registrations: which behaviours, and at which path.
class EntryReader {
 public:
  EntryReader(const Scopes& scopes, PipelineFinder& finder)
      : scopes_(scopes),
        ast_(scopes.ast()),
        finder_(finder),
        structs_(scopes),
        traits_(scopes, structs_) {}

  /// Appends what one argument registers: itself, or the elements of a list.
  void Read(Node argument, const Preset* preset, std::vector<RegistrationEntry>& entries);
  /// The same for what may not be a pipeline nor register on one; the entries are of `phase`.
  void ReadPlain(Node argument, std::string_view phase, std::vector<RegistrationEntry>& entries);
  /// The entry that a template argument names, made of `arguments`: AddGlobal<Timing>(…).
  RegistrationEntry OfType(Node type, std::span<const Node> arguments, const Preset& preset);
  /// What a symbol names that stands nowhere in the file.
  static RegistrationEntry OfSymbol(const std::string& symbol, ByteSpan span);
  /// Reads a path, or a list of them, into `event`; false when the argument is none.
  bool ReadPath(Node argument, bool required, RegistrationEvent& event) const;
  /// `{id, group, tags}` of a route, or the group or tag that a registration is for.
  void ReadTarget(Node argument, PresetKey key, const Preset& preset, RegistrationEvent& event);
  /// Whether a name stands for a list whose elements are known.
  bool IsList(Node name, Node& list);
  /// What an expression may be called, and what makes its value.
  void Symbols(Node expression, const Preset* preset, RegistrationEntry& entry);
  /// Adds what a class of this file extends.
  void AddBases(Node type, RegistrationEntry& entry) const;
  TraitsReader& traits() { return traits_; }

 private:
  struct Pending {
    Node node;
    std::vector<RegistrationCondition> conditions;
  };

  void ReadOne(Node node, const Preset* preset, RegistrationEntry entry,
               std::vector<RegistrationEntry>& entries);
  const PresetCombinator* CombinatorOf(Node expression, const Preset* preset) const;
  bool IsTag(Node argument, const Preset& preset) const;
  void ReadRoute(Node argument, const Preset& preset, RegistrationEvent& event);
  Node Held(Node type, const Preset& preset) const;
  Node Made(Node call, const Preset& preset, RegistrationEntry& entry);
  void CollectChanged();

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  StructReader structs_;
  TraitsReader traits_;
  bool plain_ = false;
  bool collected_ = false;
  std::unordered_set<Node> changed_;  // declarations of lists that something may change
};

}  // namespace krepis::analyzer
