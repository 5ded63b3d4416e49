#include "analyzer/engine/registered_behaviors.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "analyzer/facts/scope.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/chains_index.h"

namespace krepis::analyzer {
namespace {

/// Where an entry of a registration stands: file, and first byte.
using Place = std::pair<uint32_t, uint32_t>;

/// Whether registrations are on pipelines of their framework, be those of another file. Bounded.
class Pipelines {
 public:
  Pipelines(std::span<const FileFacts> facts, const ContractPresets& contracts,
            RegistrationIndex& index)
      : facts_(facts), contracts_(contracts), index_(index) {
    for (uint32_t file = 0; file < facts.size(); ++file) {
      for (const RegistrationEvent& event : facts[file].registrations.events) {
        if (event.effect != RegistrationEffect::kCall) continue;
        if (const std::optional<InFile> function = index.Callee(file, event))
          calls_[*function].emplace_back(file, &event);
      }
    }
  }

  /// Nobody knows what some functions are given: those of a file that imports the framework are
  /// taken to be given its pipelines.
  bool AreOf(uint32_t file, const RegistrationEvent& event) {
    if (event.pipeline == kNoIndex) return true;
    if (const std::optional<bool> known = IsOf({file, event.pipeline}, event.preset, 0))
      return *known;
    const ContractPreset* preset = contracts_.Find(event.preset);
    return preset != nullptr &&
           std::any_of(facts_[file].imports.begin(), facts_[file].imports.end(),
                       [&](const auto& import) { return preset->IsUsedBy(import.specifier); });
  }

 private:
  static constexpr int kDepth = 6;
  static constexpr size_t kMaxCalls = 8;

  /// None: not known.
  std::optional<bool> IsOf(InFile place, std::string_view framework, int depth) {
    const PipelineFact& fact = index_.pipeline(place);
    if (!fact.preset.empty()) return fact.preset == framework;
    if (depth > kDepth) return std::nullopt;
    if (fact.origin == PipelineOrigin::kParameter)
      return IsGiven(fact, place.file, framework, depth);
    if (const std::optional<InFile> made = index_.Made(place)) {
      const std::string_view preset = index_.PresetOf(*made);
      if (!preset.empty()) return preset == framework;
    }
    return std::nullopt;
  }

  /// Of a parameter, by what callers of its function give.
  std::optional<bool> IsGiven(const PipelineFact& fact, uint32_t file, std::string_view framework,
                              int depth) {
    const auto calls = calls_.find({file, fact.function});
    if (calls == calls_.end()) return std::nullopt;
    std::optional<bool> all = false;
    for (size_t i = 0; i < calls->second.size() && i < kMaxCalls; ++i) {
      const auto& [from, event] = calls->second[i];
      std::optional<bool> one;
      if (fact.parameter < event->entries.size() &&
          event->entries[fact.parameter].pipeline != kNoIndex)
        one = IsOf({from, event->entries[fact.parameter].pipeline}, framework, depth + 1);
      if (one == true) return true;
      if (!one) all = std::nullopt;
    }
    return all;
  }

  std::span<const FileFacts> facts_;
  const ContractPresets& contracts_;
  RegistrationIndex& index_;
  std::map<InFile, std::vector<std::pair<uint32_t, const RegistrationEvent*>>> calls_;
};

/// The functions that are registered, by preset, file, and place or name.
class Registered {
 public:
  Registered(std::span<const FileFacts> facts, const ContractPresets& contracts,
             const Graph& graph) {
    RegistrationIndex index(facts, graph, PresetTable());  // exports are found without presets
    Pipelines pipelines(facts, contracts, index);
    for (uint32_t file = 0; file < facts.size(); ++file) {
      for (const RegistrationEvent& event : facts[file].registrations.events) {
        if (event.effect == RegistrationEffect::kCall || !pipelines.AreOf(file, event)) continue;
        for (const RegistrationEntry& entry : event.entries) {
          const Place place{file, entry.location.span.start};
          inline_.insert({event.preset, place});
          for (const std::string& symbol : entry.symbols) Add(index, event, place, symbol, names_);
          // What a function calls is not what a call is given: app.get("/", wrap(show)).
          if (entry.arity || entry.function != kNoIndex) continue;
          for (const std::string& symbol : entry.wrapped)
            Add(index, event, place, symbol, wrapped_);
        }
      }
    }
  }

  /// Where the function of a fact is registered as a behaviour of its framework.
  std::vector<Place> PlacesOf(uint32_t file, const ContractFact& fact) const {
    std::vector<Place> places;
    const Place place{file, fact.declaration.span.start};
    if (inline_.contains({fact.framework, place})) places.push_back(place);
    Find(names_, file, fact, places);
    // What a wrapper gives to an error handler, it says itself.
    if (fact.rule != "contract/error-handler-shape") Find(wrapped_, file, fact, places);
    return places;
  }

 private:
  using Key = std::tuple<std::string, uint32_t, std::string>;
  struct Names {
    std::map<Key, std::vector<Place>> locals;
    std::map<Key, std::vector<Place>> exports;
  };

  static void Find(const Names& names, uint32_t file, const ContractFact& fact,
                   std::vector<Place>& places) {
    for (size_t i = 0; i < fact.symbols.size(); ++i) {
      const auto& table = i == 0 ? names.locals : names.exports;
      const auto found = table.find({fact.framework, file, fact.symbols[i]});
      if (found != table.end())
        places.insert(places.end(), found->second.begin(), found->second.end());
    }
  }

  static void Add(RegistrationIndex& index, const RegistrationEvent& event, Place place,
                  std::string_view symbol, Names& names) {
    const std::string_view name = symbol.substr(symbol.rfind('#') + 1);
    if (symbol.starts_with("local#"))
      names.locals[{event.preset, place.first, std::string(name)}].push_back(place);
    if (const std::optional<InFile> found = index.Export(place.first, symbol)) {
      names.exports[{event.preset, found->file, index.export_at(*found).name}].push_back(place);
    } else if (const std::optional<uint32_t> file = index.FileOf(place.first, symbol)) {
      // A member of what a module exports is its export in CommonJS.
      names.exports[{event.preset, *file, std::string(LastSegment(name))}].push_back(place);
    }
  }

  std::set<std::pair<std::string, Place>> inline_;
  Names names_;
  Names wrapped_;
};

/// The classes of behaviours whose member functions stand in another file.
class DerivedClasses {
 public:
  DerivedClasses(std::span<const FileFacts> facts, const Graph& graph, const ChainTable& chains)
      : facts_(facts), graph_(graph), chains_(chains), index_(facts, graph, PresetTable()) {}

  /// Whether a header that the file includes has the class of the function, derived from one of the
  /// framework's.
  bool Has(uint32_t file, const ContractFact& fact) const {
    const auto preset =
        std::find_if(chains_.presets().begin(), chains_.presets().end(),
                     [&](const Preset* candidate) { return candidate->name == fact.framework; });
    if (preset == chains_.presets().end() || fact.symbols.empty()) return false;
    const std::string_view name = LastSegment(fact.symbols.front());
    for (const Edge& edge : graph_.Out(NodeId{file + 1})) {
      if (!graph_.is_file(edge.to)) continue;
      for (const BehaviorClass& made : facts_[Index(edge.to) - 1].registrations.classes) {
        if (made.preset == fact.framework && LastSegment(made.type) == name &&
            index_.Derives(made, (*preset)->named_bases).value_or(false))
          return true;
      }
    }
    return false;
  }

 private:
  std::span<const FileFacts> facts_;
  const Graph& graph_;
  const ChainTable& chains_;
  RegistrationIndex index_;
};

/// The stages whose post-processing has to happen always.
class AlwaysPosted {
 public:
  AlwaysPosted(const Config& config, const ChainTable& chains) : config_(config) {
    for (const ChainEntry& entry : chains.entries()) {
      const bool posts =
          std::any_of(entry.stages.begin(), entry.stages.end(),
                      [&](const std::string& stage) { return IsPosted(stage, chains); });
      if (posts) places_.insert({Index(entry.file) - 1, entry.location.span.start});
    }
  }

  bool Has(const ContractFact& fact, const std::vector<Place>& places) const {
    if (std::any_of(places.begin(), places.end(),
                    [&](const Place& place) { return places_.contains(place); }))
      return true;
    return std::any_of(
        config_.ordering.stages.begin(), config_.ordering.stages.end(),
        [&](const StageConfig& stage) {
          return stage.post_always &&
                 std::any_of(stage.match.begin(), stage.match.end(), [&](const auto& pattern) {
                   return std::any_of(
                       fact.symbols.begin(), fact.symbols.end(),
                       [&](const std::string& symbol) { return MatchesSymbol(pattern, symbol); });
                 });
        });
  }

 private:
  bool IsPosted(std::string_view name, const ChainTable& chains) const {
    for (const StageConfig& stage : config_.ordering.stages) {
      if (stage.name.value == name && stage.post_always) return true;
    }
    for (const Preset* preset : chains.presets()) {
      const size_t index = preset->StageIndex(name);
      if (index != Preset::npos && preset->stages[index].post_always) return true;
    }
    return false;
  }

  const Config& config_;
  std::set<Place> places_;
};

bool IsPost(const ContractFact& fact) { return fact.rule == "contract/post-process-skipped"; }

bool IsOfTests(std::string_view path) {
  const auto in = [&](std::string_view folder) {
    return path.starts_with(folder) || path.find("/" + std::string(folder)) != path.npos;
  };
  return IsTestFile(path) || in("test/") || in("tests/") || in("spec/") ||
         path.find(".test-d.") != path.npos;
}

}  // namespace

void DropUnregistered(const Config& config, const ContractPresets& contracts, const Graph& graph,
                      const ChainTable& chains, std::vector<FileFacts>& facts) {
  const bool asked = std::any_of(facts.begin(), facts.end(), [](const FileFacts& file) {
    return std::any_of(file.contracts.begin(), file.contracts.end(),
                       [](const ContractFact& fact) { return fact.positional || IsPost(fact); });
  });
  std::optional<Registered> registered;
  if (asked) registered.emplace(facts, contracts, graph);
  std::optional<DerivedClasses> derived;
  if (asked) derived.emplace(facts, graph, chains);
  const AlwaysPosted posted(config, chains);
  for (uint32_t i = 0; i < facts.size(); ++i) {
    std::vector<ContractFact>& found = facts[i].contracts;
    if (found.empty()) continue;
    if (!config.workspace.tests && IsOfTests(graph.name(NodeId{i + 1}))) {
      found.clear();
      continue;
    }
    std::erase_if(found, [&](const ContractFact& fact) {
      if (!fact.positional && !IsPost(fact)) return false;
      if (GroupOf(facts[i].language) == LanguageGroup::kCpp) return !derived->Has(i, fact);
      const std::vector<Place> places = registered->PlacesOf(i, fact);
      return (fact.positional && places.empty()) || (IsPost(fact) && !posted.Has(fact, places));
    });
    const auto same = [](const ContractFact& a, const ContractFact& b) {
      return a.rule == b.rule && a.location == b.location;
    };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
  }
}

}  // namespace krepis::analyzer
