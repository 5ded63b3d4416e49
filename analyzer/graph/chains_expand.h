#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/chains_index.h"

namespace krepis::analyzer {

/// One arm of one branch, in one run of the function that it stands in.
struct PlacedCondition {
  uint32_t run = 0;
  RegistrationCondition arm;
  friend auto operator<=>(const PlacedCondition&, const PlacedCondition&) = default;
};

/// Those of both, each once; all three lists are sorted.
std::vector<PlacedCondition> Union(const std::vector<PlacedCondition>& a,
                                   const std::vector<PlacedCondition>& b);

struct ValueRun;

/// A registration as it happens: helpers are inlined, so that an entry may come from elsewhere.
struct PlacedEvent {
  const RegistrationEvent* event = nullptr;  // null: a call of something unknown
  uint32_t file = 0;
  std::vector<PlacedCondition> conditions;  // sorted
  std::vector<uint32_t> deferred;  // runs that happen at a time that is not known, outermost first
  struct Entry {
    const RegistrationEntry* entry = nullptr;
    uint32_t file = 0;                          // whose names it uses
    std::vector<PlacedCondition> conditions;    // besides the event's
    const ValueRun* run = nullptr;              // where pipelines are values: in which it is named
    const RegistrationEntry* source = nullptr;  // whose export of another file lists it
    bool leads = false;                         // it is the first of those
  };
  std::vector<Entry> entries;
  std::string unknown;  // what is called
  Location location;
  /// When it happens: the function that the expansion starts in, then the place of the event or of
  /// the call that leads to it in each function on the way. Of one start, times compare.
  std::vector<uint64_t> when;
};

/// Brings the registrations on one pipeline into the order in which they happen, across functions
/// and files.
class RegistrationExpander {
 public:
  RegistrationExpander(std::span<const FileFacts> facts, RegistrationIndex& index);

  /// Everything that is registered on a pipeline that Made() gave, or on a parameter that nothing
  /// was seen to be handed to, by calls of `preset`. `complete`: false when there was more than can
  /// be followed.
  std::vector<PlacedEvent> Expand(InFile pipeline, std::string_view preset, bool& complete);

  /// Whether some expansion has called the function with its pipelines known.
  bool Called(InFile function) const { return called_.contains(function); }

 private:
  void AddEntries(PlacedEvent::Entry entry, std::vector<PlacedEvent::Entry>& entries);
  /// What a parameter is in one run of a function.
  struct Argument {
    std::optional<InFile> pipeline;
    PlacedEvent::Entry entry;
  };
  struct Run {
    InFile function;
    const Run* caller = nullptr;
    std::vector<Argument> arguments;
    std::vector<PlacedCondition> conditions;
    std::vector<uint32_t> deferred;
    std::vector<uint64_t> when;
    int depth = 0;
  };

  void Walk(const Run& run);
  bool Plug(const Run& run, uint32_t number, const RegistrationEvent& event,
            const std::vector<uint64_t>& when);
  void Call(const Run& run, uint32_t number, const RegistrationEvent& event,
            const std::vector<uint64_t>& when);
  std::optional<InFile> Resolve(const Run& run, uint32_t pipeline);
  static const Argument* Find(const Run& run, uint32_t function, uint32_t parameter);
  std::vector<PlacedCondition> Conditions(const Run& run, uint32_t number,
                                          const std::vector<RegistrationCondition>& more) const;
  PlacedEvent::Entry Entry(const Run& run, uint32_t number, const RegistrationEntry& entry) const;
  std::span<const RegistrationEvent> EventsOf(InFile function) const;
  void WalkRest(bool constructors);
  void AddListed(InFile type);
  bool Step();
  std::vector<InFile> RootsOf(InFile function);

  std::span<const FileFacts> facts_;
  RegistrationIndex& index_;
  /// Functions that hold registrations on a pipeline, by the pipeline.
  std::unordered_map<InFile, std::vector<InFile>, InFileHash> touching_;
  std::unordered_set<InFile, InFileHash> called_;
  /// Per file: the functions that call each function.
  std::unordered_map<uint32_t, std::unordered_map<uint32_t, std::vector<uint32_t>>> callers_;

  // Of the expansion at hand.
  InFile wanted_;
  std::string_view preset_;
  std::set<InFile> walked_;
  std::vector<PlacedEvent> events_;
  uint32_t runs_ = 0;  // of all expansions: numbers are not used twice
  uint32_t steps_ = 0;
  bool complete_ = true;
};

}  // namespace krepis::analyzer
