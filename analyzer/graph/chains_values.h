#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/chains_expand.h"
#include "analyzer/graph/chains_index.h"

namespace krepis::analyzer {

/// One run of a function, by a call that was followed: what it was given, the call says.
struct ValueRun {
  InFile function;
  const ValueRun* caller = nullptr;
  const RegistrationEvent* call = nullptr;
  uint32_t number = 0;
  std::vector<PlacedCondition> conditions;
  int depth = 0;
};

/// A pipeline, in the run of the function that has it; null: of one that nobody was seen to call.
struct ValuePlace {
  InFile pipeline;
  const ValueRun* run = nullptr;
};

/// Brings the registrations on one pipeline into order where pipelines are values: those that it
/// was made with come first, in whatever functions that was. Runs live as long as this.
class ValueExpander {
 public:
  ValueExpander(std::span<const FileFacts> facts, RegistrationIndex& index);

  struct Expansion {
    std::vector<PlacedEvent> events;
    /// How it was made; none: that is not seen.
    std::optional<InFile> origin;
    bool complete = true;
  };
  Expansion Expand(ValuePlace place);

  /// The pipeline that an entry of an expansion mounts, or none.
  std::optional<ValuePlace> Mounted(const PlacedEvent::Entry& entry);
  /// Whether the function is called somewhere, be it in a run that nothing leads to.
  bool Called(InFile function) const { return called_.contains(function); }
  /// Whether the pipeline is mounted, given to a function or returned to where that is called.
  bool Consumed(InFile pipeline) const { return consumed_.contains(pipeline); }
  /// Whether some expansion of another pipeline has come through it.
  bool Built(InFile pipeline) const { return seen_.contains(pipeline); }

 private:
  void Collect(ValuePlace place, bool whole, int depth);
  void CollectOwn(ValuePlace place, const ValueRun& run, int depth);
  void Call(InFile pipeline, const RegistrationEvent& event, const ValueRun& run, int depth);
  void Place(const RegistrationEvent& event, const ValueRun& run);
  void Unknown(const RegistrationEvent& event, const ValueRun& run);
  PlacedEvent::Entry Entry(const RegistrationEntry& entry, const ValueRun& run) const;
  void AddList(ValuePlace list, const PlacedEvent::Entry& at,
               std::vector<PlacedEvent::Entry>& entries);
  const ValueRun* NewRun(InFile function, const ValueRun* caller, const RegistrationEvent* call);
  const ValueRun& RunOf(InFile function, const ValueRun* run);
  const ValueRun& Inside(InFile closure, const ValueRun& run);
  /// What a parameter was given: the entry of the call and the run that made the call.
  static const RegistrationEntry* Given(const ValueRun* run, InFile function, uint32_t parameter,
                                        const ValueRun*& caller);
  std::optional<InFile> ReturnOf(InFile function) const;
  std::optional<InFile> Parameter(InFile function, uint32_t index) const;
  std::optional<InFile> BaseOf(InFile pipeline) const;

  std::span<const FileFacts> facts_;
  RegistrationIndex& index_;
  std::deque<ValueRun> runs_;
  /// The events of each pipeline, in order, and the call whose result it is.
  std::unordered_map<InFile, std::vector<const RegistrationEvent*>, InFileHash> events_;
  std::unordered_map<InFile, const RegistrationEvent*, InFileHash> result_of_;
  std::unordered_map<InFile, std::vector<std::pair<uint32_t, InFile>>, InFileHash> parameters_;
  std::unordered_set<InFile, InFileHash> called_;
  std::unordered_set<InFile, InFileHash> consumed_;
  std::unordered_set<InFile, InFileHash> seen_;

  Expansion expansion_;  // at hand
  uint32_t steps_ = 0;
};

}  // namespace krepis::analyzer
