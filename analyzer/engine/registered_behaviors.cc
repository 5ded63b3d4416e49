#include "analyzer/engine/registered_behaviors.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "analyzer/graph/build.h"
#include "analyzer/graph/chains_index.h"

namespace krepis::analyzer {
namespace {

/// Where an entry of a registration stands: file, and first byte.
using Place = std::pair<uint32_t, uint32_t>;

/// The functions that are registered, by preset, file, and place or name.
class Registered {
 public:
  Registered(std::span<const FileFacts> facts, const Graph& graph) {
    RegistrationIndex index(facts, graph, PresetTable());  // exports are found without presets
    for (uint32_t file = 0; file < facts.size(); ++file) {
      for (const RegistrationEvent& event : facts[file].registrations.events) {
        if (event.effect == RegistrationEffect::kCall) continue;
        for (const RegistrationEntry& entry : event.entries) {
          const Place place{file, entry.location.span.start};
          inline_.insert({event.preset, place});
          for (const std::string& symbol : entry.symbols) {
            if (symbol.starts_with("local#"))
              locals_[{event.preset, file, symbol.substr(6)}].push_back(place);
            if (const std::optional<InFile> found = index.Export(file, symbol))
              exports_[{event.preset, found->file, index.export_at(*found).name}].push_back(place);
          }
        }
      }
    }
  }

  /// Where the function of a fact is registered as a behaviour of its framework.
  std::vector<Place> PlacesOf(uint32_t file, const ContractFact& fact) const {
    std::vector<Place> places;
    const Place place{file, fact.declaration.span.start};
    if (inline_.contains({fact.framework, place})) places.push_back(place);
    for (size_t i = 0; i < fact.symbols.size(); ++i) {
      const Names& names = i == 0 ? locals_ : exports_;
      const auto found = names.find({fact.framework, file, fact.symbols[i]});
      if (found != names.end())
        places.insert(places.end(), found->second.begin(), found->second.end());
    }
    return places;
  }

 private:
  using Names = std::map<std::tuple<std::string, uint32_t, std::string>, std::vector<Place>>;

  std::set<std::pair<std::string, Place>> inline_;
  Names locals_;
  Names exports_;
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

void DropUnregistered(const Config& config, const Graph& graph, const ChainTable& chains,
                      std::vector<FileFacts>& facts) {
  const bool asked = std::any_of(facts.begin(), facts.end(), [](const FileFacts& file) {
    return std::any_of(file.contracts.begin(), file.contracts.end(),
                       [](const ContractFact& fact) { return fact.positional || IsPost(fact); });
  });
  std::optional<Registered> registered;
  if (asked) registered.emplace(facts, graph);
  const AlwaysPosted posted(config, chains);
  for (uint32_t i = 0; i < facts.size(); ++i) {
    std::vector<ContractFact>& contracts = facts[i].contracts;
    if (contracts.empty()) continue;
    if (!config.workspace.tests && IsOfTests(graph.name(NodeId{i + 1}))) {
      contracts.clear();
      continue;
    }
    std::erase_if(contracts, [&](const ContractFact& fact) {
      if (!fact.positional && !IsPost(fact)) return false;
      const std::vector<Place> places = registered->PlacesOf(i, fact);
      return (fact.positional && places.empty()) || (IsPost(fact) && !posted.Has(fact, places));
    });
    const auto same = [](const ContractFact& a, const ContractFact& b) {
      return a.rule == b.rule && a.location == b.location;
    };
    contracts.erase(std::unique(contracts.begin(), contracts.end(), same), contracts.end());
  }
}

}  // namespace krepis::analyzer
