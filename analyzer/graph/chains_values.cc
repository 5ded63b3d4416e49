#include "analyzer/graph/chains_values.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Functions that call functions; the walk recurses this deep at most.
constexpr int kDepth = 32;
/// Registrations that one expansion follows, and runs of functions that all of them do.
constexpr uint32_t kSteps = 20'000;
constexpr size_t kMaxRuns = 200'000;
/// Whether the function is one of the workspace, or a method of whatever: `.with_tracing`.
bool IsOurs(std::string_view callee) {
  const std::string_view first = callee.substr(0, callee.find("::"));
  return first == "crate" || first == "self" || first == "super" || first == "Self" ||
         callee.starts_with('.');
}

}  // namespace

ValueExpander::ValueExpander(std::span<const FileFacts> facts, RegistrationIndex& index)
    : facts_(facts), index_(index) {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    if (!PipelinesMove(facts_[file].language)) continue;
    const RegistrationFacts& registrations = facts_[file].registrations;
    for (uint32_t i = 0; i < registrations.pipelines.size(); ++i) {
      const PipelineFact& fact = registrations.pipelines[i];
      if (fact.origin == PipelineOrigin::kParameter)
        parameters_[{file, fact.function}].emplace_back(fact.parameter, InFile{file, i});
    }
    for (const RegistrationEvent& event : registrations.events) {
      const bool call = event.effect == RegistrationEffect::kCall;
      if (event.pipeline != kNoIndex) events_[{file, event.pipeline}].push_back(&event);
      if (event.result != kNoIndex) result_of_.emplace(InFile{file, event.result}, &event);
      if (call) {
        if (const std::optional<InFile> function = index_.Callee(file, event))
          called_.insert(*function);
      }
      for (const RegistrationEntry& entry : event.entries) {
        if (entry.pipeline == kNoIndex || entry.pipeline == event.pipeline) continue;
        const InFile given{file, entry.pipeline};
        const bool moved = event.result != kNoIndex && event.result != entry.pipeline;
        if (call && !moved) {
          events_[given].push_back(&event);
        } else {
          consumed_.insert(given);
        }
      }
    }
  }
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    if (!PipelinesMove(facts_[file].language)) continue;
    const RegistrationFacts& registrations = facts_[file].registrations;
    for (uint32_t i = 0; i < registrations.functions.size(); ++i) {
      if (!called_.contains({file, i})) continue;
      for (const uint32_t pipeline : registrations.functions[i].returns)
        consumed_.insert({file, pipeline});
    }
  }
}

const ValueRun* ValueExpander::NewRun(InFile function, const ValueRun* caller,
                                      const RegistrationEvent* call) {
  ValueRun& run = runs_.emplace_back();
  run.function = function;
  run.caller = caller;
  run.call = call;
  run.number = static_cast<uint32_t>(runs_.size());
  if (caller == nullptr) return &run;
  run.depth = caller->depth + 1;
  run.conditions = caller->conditions;
  if (call == nullptr) return &run;
  for (const RegistrationCondition& arm : call->conditions)
    run.conditions.push_back({caller->number, arm});
  std::sort(run.conditions.begin(), run.conditions.end());
  return &run;
}

/// The run of `function` that `run` is, or is called from: a closure sees what stands around it.
const ValueRun& ValueExpander::RunOf(InFile function, const ValueRun* run) {
  for (const ValueRun* around = run; around != nullptr; around = around->caller) {
    if (around->function == function) return *around;
  }
  return *NewRun(function, nullptr, nullptr);
}

/// A closure in the function of `run`: whether it is called, nobody knows.
const ValueRun& ValueExpander::Inside(InFile closure, const ValueRun& run) {
  NewRun(closure, &run, nullptr);
  ValueRun& made = runs_.back();
  made.conditions.push_back({made.number, {}});
  return made;
}

const RegistrationEntry* ValueExpander::Given(const ValueRun* run, InFile function,
                                              uint32_t parameter, const ValueRun*& caller) {
  for (; run != nullptr; run = run->caller) {
    if (run->function != function) continue;
    caller = run->caller;
    const bool known = run->call != nullptr && parameter < run->call->entries.size();
    return known && caller != nullptr ? &run->call->entries[parameter] : nullptr;
  }
  return nullptr;
}

/// The one pipeline that a function gives.
std::optional<InFile> ValueExpander::ReturnOf(InFile function) const {
  const std::vector<uint32_t>& returns =
      facts_[function.file].registrations.functions[function.index].returns;
  if (returns.size() != 1) return std::nullopt;
  return InFile{function.file, returns.front()};
}

std::optional<InFile> ValueExpander::Parameter(InFile function, uint32_t index) const {
  const auto found = parameters_.find(function);
  if (found == parameters_.end()) return std::nullopt;
  for (const auto& [number, pipeline] : found->second) {
    if (number == index) return pipeline;
  }
  return std::nullopt;
}

/// The parameter that a pipeline of a function was, through what other functions made of it.
std::optional<InFile> ValueExpander::BaseOf(InFile pipeline) const {
  for (int hop = 0; hop < kDepth; ++hop) {
    const PipelineFact& fact = index_.pipeline(pipeline);
    if (fact.origin == PipelineOrigin::kParameter) return pipeline;
    if (fact.origin != PipelineOrigin::kResult) return std::nullopt;
    const auto call = result_of_.find(pipeline);
    if (call == result_of_.end()) return std::nullopt;
    std::optional<InFile> next;
    for (const RegistrationEntry& entry : call->second->entries) {
      if (entry.pipeline != kNoIndex) next = InFile{pipeline.file, entry.pipeline};
    }
    if (!next) return std::nullopt;
    pipeline = *next;
  }
  return std::nullopt;
}

ValueExpander::Expansion ValueExpander::Expand(ValuePlace place) {
  expansion_ = {};
  steps_ = 0;
  Collect(place, true, 0);
  return std::move(expansion_);
}

/// Everything on a pipeline; unless `whole`, only what its function does to the parameter that it
/// was.
void ValueExpander::Collect(ValuePlace place, bool whole, int depth) {
  const PipelineFact& fact = index_.pipeline(place.pipeline);
  if (depth > kDepth || runs_.size() > kMaxRuns) {
    expansion_.complete = false;
    return;
  }
  if (depth > 0) seen_.insert(place.pipeline);
  const ValueRun& run = RunOf({place.pipeline.file, fact.function}, place.run);
  switch (fact.origin) {
    case PipelineOrigin::kCreated:
      if (whole) expansion_.origin = place.pipeline;
      break;
    case PipelineOrigin::kParameter: {
      if (!whole) break;
      const ValueRun* caller = nullptr;
      const RegistrationEntry* given = Given(&run, run.function, fact.parameter, caller);
      if (given != nullptr && given->pipeline != kNoIndex)
        Collect({{caller->function.file, given->pipeline}, caller}, true, depth + 1);
      break;
    }
    case PipelineOrigin::kResult: {
      const auto found = result_of_.find(place.pipeline);
      if (found == result_of_.end()) break;
      const RegistrationEvent& call = *found->second;
      const std::optional<InFile> function = index_.Callee(place.pipeline.file, call);
      const std::optional<InFile> made = function ? ReturnOf(*function) : std::nullopt;
      if (made) {
        Collect({*made, NewRun(*function, &run, &call)}, whole, depth + 1);
        break;
      }
      for (const RegistrationEntry& entry : call.entries) {
        if (entry.pipeline == kNoIndex) continue;
        Collect({{place.pipeline.file, entry.pipeline}, &run}, whole, depth + 1);
      }
      Unknown(call, run);
      break;
    }
    case PipelineOrigin::kImported:
    case PipelineOrigin::kOpaque:
    case PipelineOrigin::kNamed:  // these two are of C++
    case PipelineOrigin::kType:
      break;
  }
  CollectOwn(place, run, depth);
}

void ValueExpander::CollectOwn(ValuePlace place, const ValueRun& run, int depth) {
  const auto found = events_.find(place.pipeline);
  if (found == events_.end()) return;
  for (const RegistrationEvent* event : found->second) {
    if (++steps_ > kSteps) {
      expansion_.complete = false;
      return;
    }
    const InFile function{place.pipeline.file, event->function};
    const ValueRun& in = function == run.function ? run : Inside(function, run);
    if (event->effect == RegistrationEffect::kCall) {
      Call(place.pipeline, *event, in, depth);
    } else {
      Place(*event, in);
    }
  }
}

/// A call that is given the pipeline, to go on with it or with what comes back.
void ValueExpander::Call(InFile pipeline, const RegistrationEvent& event, const ValueRun& run,
                         int depth) {
  const std::optional<InFile> function = index_.Callee(pipeline.file, event);
  const bool applied = event.pipeline != kNoIndex;
  if (!function) {
    // What is configured elsewhere adds routes, a library serves what it is given; a function of
    // the workspace may add anything, and so may what gives something back.
    const bool ours = !event.callees.empty() && IsOurs(event.callees.front());
    if (!applied && (ours || event.result != kNoIndex)) Unknown(event, run);
    return;
  }
  for (const ValueRun* around = &run; around != nullptr; around = around->caller) {
    if (around->function == *function) return;  // a recursion registers nothing new
  }
  const ValueRun* inner = NewRun(*function, &run, &event);
  for (uint32_t i = 0; i < event.entries.size(); ++i) {
    if (event.entries[i].pipeline != pipeline.index) continue;
    const std::optional<InFile> made = ReturnOf(*function);
    if (event.result == pipeline.index) {
      if (made && BaseOf(*made)) {
        Collect({*made, inner}, false, depth + 1);
      } else {
        Unknown(event, run);
      }
    } else if (const std::optional<InFile> parameter = Parameter(*function, i)) {
      Collect({*parameter, inner}, false, depth + 1);
    }
  }
}

PlacedEvent::Entry ValueExpander::Entry(const RegistrationEntry& entry, const ValueRun& run) const {
  PlacedEvent::Entry placed{&entry, run.function.file, {}, &run};
  for (const RegistrationCondition& arm : entry.conditions)
    placed.conditions.push_back({run.number, arm});
  const ValueRun* at = &run;
  for (int hop = 0; hop < kDepth && placed.entry->parameter != kNoIndex; ++hop) {
    const ValueRun* caller = nullptr;
    const InFile function{at->function.file, placed.entry->parameter_of};
    const RegistrationEntry* given = Given(at, function, placed.entry->parameter, caller);
    if (given == nullptr) break;
    placed.entry = given;
    placed.file = caller->function.file;
    placed.run = at = caller;
    for (const RegistrationCondition& arm : given->conditions)
      placed.conditions.push_back({caller->number, arm});
  }
  std::sort(placed.conditions.begin(), placed.conditions.end());
  return placed;
}

void ValueExpander::Place(const RegistrationEvent& event, const ValueRun& run) {
  PlacedEvent placed;
  placed.event = &event;
  placed.file = run.function.file;
  placed.location = event.location;
  placed.conditions = run.conditions;
  for (const RegistrationCondition& arm : event.conditions)
    placed.conditions.push_back({run.number, arm});
  std::sort(placed.conditions.begin(), placed.conditions.end());
  for (const RegistrationEntry& entry : event.entries) {
    PlacedEvent::Entry one = Entry(entry, run);
    const std::optional<ValuePlace> list = Mounted(one);
    if (list && event.effect == RegistrationEffect::kUse) {
      AddList(*list, one, placed.entries);
    } else {
      placed.entries.push_back(std::move(one));
    }
  }
  expansion_.events.push_back(std::move(placed));
}

/// The behaviours of a list, in place of the list.
void ValueExpander::AddList(ValuePlace list, const PlacedEvent::Entry& at,
                            std::vector<PlacedEvent::Entry>& entries) {
  Expansion outer = std::exchange(expansion_, Expansion());
  Collect(list, true, at.run == nullptr ? 0 : at.run->depth);
  Expansion inner = std::exchange(expansion_, std::move(outer));
  expansion_.complete = expansion_.complete && inner.complete;
  const bool is_list = inner.origin && index_.pipeline(*inner.origin).list;
  if (!is_list) {
    entries.push_back(at);
    return;
  }
  for (PlacedEvent& event : inner.events) {
    for (PlacedEvent::Entry& entry : event.entries) {
      entry.conditions.insert(entry.conditions.end(), at.conditions.begin(), at.conditions.end());
      entry.conditions.insert(entry.conditions.end(), event.conditions.begin(),
                              event.conditions.end());
      std::sort(entry.conditions.begin(), entry.conditions.end());
      entry.conditions.erase(std::unique(entry.conditions.begin(), entry.conditions.end()),
                             entry.conditions.end());
      entries.push_back(std::move(entry));
    }
  }
}

void ValueExpander::Unknown(const RegistrationEvent& event, const ValueRun& run) {
  PlacedEvent& placed = expansion_.events.emplace_back();
  placed.file = run.function.file;
  placed.location = event.location;
  placed.conditions = run.conditions;
  for (const RegistrationCondition& arm : event.conditions)
    placed.conditions.push_back({run.number, arm});
  std::sort(placed.conditions.begin(), placed.conditions.end());
  placed.unknown = event.callees.empty() ? "(anonymous)" : event.callees.front();
}

std::optional<ValuePlace> ValueExpander::Mounted(const PlacedEvent::Entry& entry) {
  if (entry.run == nullptr) return std::nullopt;
  if (entry.entry->pipeline != kNoIndex) {
    ValuePlace place{{entry.file, entry.entry->pipeline}, entry.run};
    for (int hop = 0; hop < kDepth; ++hop) {
      const PipelineFact& fact = index_.pipeline(place.pipeline);
      if (fact.origin == PipelineOrigin::kParameter) {
        const ValueRun* caller = nullptr;
        const RegistrationEntry* given =
            Given(place.run, {place.pipeline.file, fact.function}, fact.parameter, caller);
        if (given == nullptr || given->pipeline == kNoIndex) return std::nullopt;
        if (events_.contains(place.pipeline)) return place;
        place = {{caller->function.file, given->pipeline}, caller};
        continue;
      }
      if (fact.origin != PipelineOrigin::kResult) return place;
      const auto call = result_of_.find(place.pipeline);
      if (call == result_of_.end()) return std::nullopt;
      const std::optional<InFile> function = index_.Callee(place.pipeline.file, *call->second);
      if (!function || !ReturnOf(*function)) {
        return BaseOf(place.pipeline) ? std::optional(place) : std::nullopt;
      }
      return place;
    }
    return std::nullopt;
  }
  for (const std::string& symbol : entry.entry->symbols) {
    const std::optional<InFile> function = index_.FunctionAt(entry.file, symbol);
    if (!function) continue;
    const std::optional<InFile> made = ReturnOf(*function);
    // Naming a function mounts what its attribute makes of it, not what it returns.
    if (!made || !index_.pipeline(*made).local || !index_.pipeline(*made).mountable) continue;
    return ValuePlace{*made, NewRun(*function, entry.run, nullptr)};
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
