#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/facts/behavior_traits.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_bodies.h"
#include "analyzer/facts/registrations_entry_values.h"
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
        values_(scopes, finder),
        bodies_(scopes, finder, values_),
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
  /// The behaviours that an exported value stands for; of a function, those that calls of it give:
  /// none where it gives a function, a pipeline or nothing. `pipelines`: whether those count.
  void ReadExported(Node expression, bool pipelines, std::vector<RegistrationEntry>& entries);
  /// The list that a name surely has as its value, or 0.
  Node ListOf(Node name) { return values_.ListOf(name); }
  /// Whether a call gives what it is given first: createRoute({…}).
  bool IsPassed(Node call) const;
  /// Adds what a function of the file runs.
  void AddRan(Node function, RegistrationEntry& entry);
  /// What an expression may be called, and what makes its value.
  void Symbols(Node expression, const Preset* preset, RegistrationEntry& entry);
  /// Adds what a class of this file extends.
  void AddBases(Node type, RegistrationEntry& entry) const;
  TraitsReader& traits() { return traits_; }

 private:
  /// A call of a function of the file that is looked through: what its parameters are.
  struct Frame {
    Node function = 0;
    Node call = 0;  // 0: not known
    uint32_t around = 0;
  };
  struct Pending {
    Node node = 0;
    std::vector<RegistrationCondition> conditions;
    bool doubtful = false;
    Node outer = 0;     // the name or call that stands for it
    bool list = false;  // as the first of several
    uint32_t frame = 0;
  };

  void ReadResults(Node function, std::vector<RegistrationEntry>& entries);
  void ReadAll(std::vector<Pending> stack, const Preset* preset,
               std::vector<RegistrationEntry>& entries);
  void ReadOne(const Pending& next, const Preset* preset, RegistrationEntry entry,
               std::vector<RegistrationEntry>& entries);
  bool PushCall(const Pending& next, const Preset* preset, RegistrationEntry& entry,
                std::vector<Pending>& stack);
  bool PushResults(const Pending& next, Node function, Node call, std::vector<Pending>& stack);
  void AddInner(const Pending& next, const Preset* preset, RegistrationEntry& entry);
  bool IsLocal(Node name) const;
  Node ArgumentOf(const Pending& next) const;
  bool Opens(Node value, const Preset* preset);
  const PresetCombinator* CombinatorOf(Node expression, const Preset* preset) const;
  bool IsDerived(Node callee);
  bool IsTag(Node argument, const Preset& preset) const;
  void ReadRoute(Node argument, const Preset& preset, RegistrationEvent& event);
  Node Held(Node type, const Preset& preset) const;
  Node Made(Node call, const Preset& preset, RegistrationEntry& entry);

  const Scopes& scopes_;
  const Ast& ast_;
  PipelineFinder& finder_;
  EntryValues values_;
  BodyReader bodies_;
  StructReader structs_;
  TraitsReader traits_;
  bool plain_ = false;
  std::vector<Frame> frames_ = {{}};
};

}  // namespace krepis::analyzer
