#include "analyzer/graph/chains_expand.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Helpers that call helpers; the walk recurses this deep at most.
constexpr int kDepth = 16;
/// Calls, in either direction, and registrations that one expansion follows.
constexpr uint32_t kSteps = 20'000;
/// Lists of other files that stand for one entry.
constexpr size_t kListed = 256;

}  // namespace

std::vector<PlacedCondition> Union(const std::vector<PlacedCondition>& a,
                                   const std::vector<PlacedCondition>& b) {
  std::vector<PlacedCondition> both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

RegistrationExpander::RegistrationExpander(std::span<const FileFacts> facts,
                                           RegistrationIndex& index)
    : facts_(facts), index_(index) {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    std::unordered_map<uint32_t, std::optional<InFile>> made;
    for (const RegistrationEvent& event : facts_[file].registrations.events) {
      if (event.pipeline == kNoIndex) continue;
      const auto [it, added] = made.try_emplace(event.pipeline);
      if (added) it->second = index_.Made({file, event.pipeline});
      if (!it->second) continue;
      std::vector<InFile>& functions = touching_[*it->second];
      const InFile function{file, event.function};
      if (functions.empty() || functions.back() != function) functions.push_back(function);
    }
  }
}

std::span<const RegistrationEvent> RegistrationExpander::EventsOf(InFile function) const {
  const std::vector<RegistrationEvent>& events = facts_[function.file].registrations.events;
  const auto [first, last] = std::equal_range(
      events.begin(), events.end(), function.index, [](const auto& left, const auto& right) {
        if constexpr (std::is_same_v<std::decay_t<decltype(left)>, uint32_t>) {
          return left < right.function;
        } else {
          return left.function < right;
        }
      });
  return {first, last};
}

/// Whether one more step may be taken; once not, what the expansion gives is not complete.
bool RegistrationExpander::Step() {
  if (++steps_ <= kSteps) return true;
  complete_ = false;
  return false;
}

std::vector<PlacedEvent> RegistrationExpander::Expand(InFile pipeline, std::string_view preset,
                                                      bool& complete) {
  wanted_ = pipeline;
  preset_ = preset;
  walked_.clear();
  events_.clear();
  steps_ = 0;
  complete_ = true;
  const PipelineFact& fact = index_.pipeline(pipeline);
  if (const std::optional<InFile> type = index_.TypeOf(pipeline)) AddListed(*type);
  Run run;
  run.function = {pipeline.file, fact.function};
  if (fact.origin == PipelineOrigin::kParameter) {
    run.arguments.resize(fact.parameter + 1);
    run.arguments[fact.parameter].pipeline = pipeline;
  }
  Walk(run);
  WalkRest(true);
  WalkRest(false);
  complete = complete_;
  return std::move(events_);
}

/// What the type of the pipeline lists stands on it before anything else.
void RegistrationExpander::AddListed(InFile type) {
  for (const RegistrationEvent& event : facts_[type.file].registrations.events) {
    if (!event.listed || event.pipeline != type.index) continue;
    PlacedEvent& placed = events_.emplace_back();
    placed.event = &event;
    placed.file = type.file;
    placed.location = event.location;
    for (const RegistrationEntry& entry : event.entries)
      placed.entries.push_back({&entry, type.file, {}});
  }
}

/// Functions that register on the pipeline but that nothing was seen to call: constructors run when
/// it is made, the others some time later. A helper runs where the function that calls it does.
void RegistrationExpander::WalkRest(bool constructors) {
  const auto touching = touching_.find(wanted_);
  if (touching == touching_.end()) return;
  const auto walk = [&](InFile function) {
    if (walked_.contains(function)) return;
    Run run;
    run.function = function;
    if (!constructors) run.deferred.push_back(++runs_);
    Walk(run);
  };
  for (const InFile& function : touching->second) {
    if (walked_.contains(function)) continue;
    if (constructors) {
      if (facts_[function.file].registrations.functions[function.index].constructor) walk(function);
      continue;
    }
    for (const InFile& root : RootsOf(function)) walk(root);
    walk(function);
  }
}

/// The functions of the file that lead to `function` by calls and that nothing calls.
std::vector<InFile> RegistrationExpander::RootsOf(InFile function) {
  const auto [it, added] = callers_.try_emplace(function.file);
  if (added) {
    for (const RegistrationEvent& event : facts_[function.file].registrations.events) {
      if (event.callee_function != kNoIndex && event.callee_function != event.function)
        it->second[event.callee_function].push_back(event.function);
    }
  }
  std::vector<uint32_t> queue = {function.index};
  std::set<uint32_t> seen = {function.index};
  std::vector<InFile> roots;
  for (size_t next = 0; next < queue.size() && Step(); ++next) {
    const auto callers = it->second.find(queue[next]);
    if (callers == it->second.end()) {
      roots.push_back({function.file, queue[next]});
      continue;
    }
    for (const uint32_t caller : callers->second) {
      if (seen.insert(caller).second) queue.push_back(caller);
    }
  }
  const auto start = [&](const InFile& root) {
    return facts_[root.file].registrations.functions[root.index].location.span.start;
  };
  std::sort(roots.begin(), roots.end(),
            [&](const InFile& a, const InFile& b) { return start(a) < start(b); });
  return roots;
}

/// What a parameter is, in the run of its function around `run`.
const RegistrationExpander::Argument* RegistrationExpander::Find(const Run& run, uint32_t function,
                                                                 uint32_t parameter) {
  for (const Run* around = &run; around != nullptr; around = around->caller) {
    if (around->function != InFile{run.function.file, function}) continue;
    return parameter < around->arguments.size() ? &around->arguments[parameter] : nullptr;
  }
  return nullptr;
}

std::optional<InFile> RegistrationExpander::Resolve(const Run& run, uint32_t pipeline) {
  if (pipeline == kNoIndex) return std::nullopt;
  const InFile place{run.function.file, pipeline};
  const PipelineFact& fact = index_.pipeline(place);
  if (fact.origin != PipelineOrigin::kParameter) return index_.Made(place);
  const Argument* argument = Find(run, fact.function, fact.parameter);
  return argument == nullptr ? std::nullopt : argument->pipeline;
}

std::vector<PlacedCondition> RegistrationExpander::Conditions(
    const Run& run, uint32_t number, const std::vector<RegistrationCondition>& more) const {
  std::vector<PlacedCondition> conditions = run.conditions;
  for (const RegistrationCondition& arm : more) conditions.push_back({number, arm});
  std::sort(conditions.begin(), conditions.end());
  conditions.erase(std::unique(conditions.begin(), conditions.end()), conditions.end());
  return conditions;
}

PlacedEvent::Entry RegistrationExpander::Entry(const Run& run, uint32_t number,
                                               const RegistrationEntry& entry) const {
  PlacedEvent::Entry placed{&entry, run.function.file, {}, nullptr};
  if (entry.parameter != kNoIndex) {
    const Argument* argument = Find(run, entry.parameter_of, entry.parameter);
    if (argument != nullptr && argument->entry.entry != nullptr) placed = argument->entry;
  }
  for (const RegistrationCondition& arm : entry.conditions)
    placed.conditions.push_back({number, arm});
  std::sort(placed.conditions.begin(), placed.conditions.end());
  return placed;
}

void RegistrationExpander::Walk(const Run& run) {
  const uint32_t number = ++runs_;
  walked_.insert(run.function);
  std::vector<uint64_t> when = run.when;
  if (when.empty()) when.push_back(uint64_t{run.function.file} << 32 | run.function.index);
  when.push_back(0);
  for (const RegistrationEvent& event : EventsOf(run.function)) {
    ++when.back();
    if (!Step()) return;
    if (event.effect == RegistrationEffect::kCall) {
      Call(run, number, event, when);
      continue;
    }
    if (event.preset != preset_) continue;
    if (event.effect == RegistrationEffect::kMount && Plug(run, number, event, when)) continue;
    if (Resolve(run, event.pipeline) != wanted_) continue;
    // The type of a parameter lists what the type of what it is given lists.
    if (event.listed && InFile{run.function.file, event.pipeline} != wanted_) continue;
    PlacedEvent& placed = events_.emplace_back();
    placed.event = &event;
    placed.file = run.function.file;
    placed.conditions = Conditions(run, number, event.conditions);
    placed.deferred = run.deferred;
    placed.location = event.location;
    placed.when = when;
    for (const RegistrationEntry& entry : event.entries) {
      PlacedEvent::Entry one = Entry(run, number, entry);
      if (event.effect == RegistrationEffect::kMount) {
        placed.entries.push_back(std::move(one));
      } else {
        AddEntries(std::move(one), placed.entries);
      }
    }
  }
}

/// Adds an entry, or those that another file's export lists in its place.
void RegistrationExpander::AddEntries(PlacedEvent::Entry entry,
                                      std::vector<PlacedEvent::Entry>& entries) {
  std::vector<PlacedEvent::Entry> stack = {std::move(entry)};
  for (size_t seen = 0; !stack.empty(); ++seen) {
    PlacedEvent::Entry next = std::move(stack.back());
    stack.pop_back();
    const RegistrationEntry& one = *next.entry;
    const RegistrationExport* listed = nullptr;
    uint32_t file = 0;
    for (const std::string& symbol : one.symbols.empty() ? one.wrapped : one.symbols) {
      if (next.run != nullptr || symbol.find('#') == std::string::npos) continue;
      const std::optional<InFile> exported = index_.Export(next.file, symbol);
      if (!exported) continue;
      const RegistrationExport& found = index_.export_at(*exported);
      if (found.entries.empty() || found.pipeline != kNoIndex ||
          found.arity.has_value() != one.made)
        continue;
      listed = &found;
      file = exported->file;
      break;
    }
    if (listed != nullptr && seen >= kListed) complete_ = false;
    if (listed == nullptr || !complete_ || !Step()) {
      entries.push_back(std::move(next));
      continue;
    }
    const uint32_t number = ++runs_;
    for (size_t i = listed->entries.size(); i-- > 0;) {
      PlacedEvent::Entry inner{&listed->entries[i],
                               file,
                               next.conditions,
                               nullptr,
                               next.source != nullptr ? next.source : next.entry,
                               i == 0 && (next.source == nullptr || next.leads)};
      for (const RegistrationCondition& arm : inner.entry->conditions)
        inner.conditions.push_back({number, arm});
      std::sort(inner.conditions.begin(), inner.conditions.end());
      stack.push_back(std::move(inner));
    }
  }
}

/// Follows the function that is mounted as a plugin. True when what it registers is registered on
/// the pipeline that mounts it, so that there is nothing else to place.
bool RegistrationExpander::Plug(const Run& run, uint32_t number, const RegistrationEvent& event,
                                const std::vector<uint64_t>& when) {
  if (event.entries.empty()) return false;
  const PlacedEvent::Entry entry = Entry(run, number, event.entries[0]);
  const auto plugin = index_.PluginOf(entry.file, *entry.entry);
  if (!plugin) return false;
  for (const Run* around = &run; around != nullptr; around = around->caller) {
    if (around->function == plugin->function) return plugin->shared;  // it registers itself
  }
  if (run.depth >= kDepth) {
    complete_ = false;
    return plugin->shared;
  }
  Run inner;
  inner.function = plugin->function;
  inner.caller = &run;
  inner.depth = run.depth + 1;
  inner.deferred = run.deferred;
  inner.when = when;
  inner.conditions = Conditions(run, number, event.conditions);
  std::vector<PlacedCondition>& conditions = inner.conditions;
  conditions.insert(conditions.end(), entry.conditions.begin(), entry.conditions.end());
  std::sort(conditions.begin(), conditions.end());
  conditions.erase(std::unique(conditions.begin(), conditions.end()), conditions.end());
  Argument& argument = inner.arguments.emplace_back();
  argument.pipeline =
      plugin->shared ? Resolve(run, event.pipeline) : index_.Given(plugin->function, 0);
  called_.insert(plugin->function);
  Walk(inner);
  return plugin->shared;
}

void RegistrationExpander::Call(const Run& run, uint32_t number, const RegistrationEvent& event,
                                const std::vector<uint64_t>& when) {
  const std::optional<InFile> function = index_.Callee(run.function.file, event);
  Run inner;
  bool given = false;
  for (const RegistrationEntry& entry : event.entries) {
    Argument& argument = inner.arguments.emplace_back();
    argument.pipeline = Resolve(run, entry.pipeline);
    given = given || argument.pipeline == wanted_;
    argument.entry = Entry(run, number, entry);
  }
  inner.caller = &run;
  inner.conditions = Conditions(run, number, event.conditions);
  inner.deferred = run.deferred;
  inner.when = when;
  if (event.deferred) {
    inner.deferred.push_back(++runs_);
    inner.arguments.clear();  // of the call that the lambda is handed to
  }
  for (const Run* around = &run; function && around != nullptr; around = around->caller) {
    if (around->function == *function) return;  // a recursion registers nothing new
  }
  if (function && run.depth < kDepth) {
    inner.function = *function;
    inner.depth = run.depth + 1;
    if (given) called_.insert(*function);
    Walk(inner);
    return;
  }
  if (!given) {
    complete_ = complete_ && !function;
    return;
  }
  PlacedEvent& placed = events_.emplace_back();
  placed.file = run.function.file;
  placed.conditions = inner.conditions;
  placed.deferred = inner.deferred;
  placed.location = event.location;
  placed.when = when;
  placed.unknown = event.callees.empty() ? "(anonymous)" : event.callees.back();
}

}  // namespace krepis::analyzer
