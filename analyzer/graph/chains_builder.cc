#include "analyzer/graph/chains_builder.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "analyzer/facts/registrations_extract.h"
#include "analyzer/graph/chains_paths.h"

namespace krepis::analyzer {
namespace {

constexpr int kMountDepth = 16;
constexpr size_t kMaxPrefixes = 64;
constexpr uint32_t kMaxBuilds = 10'000;
constexpr size_t kMaxRoutes = 100'000;

bool IsPrefix(const std::vector<uint32_t>& prefix, const std::vector<uint32_t>& of) {
  return prefix.size() <= of.size() && std::equal(prefix.begin(), prefix.end(), of.begin());
}

std::vector<PlacedCondition> Union(const std::vector<PlacedCondition>& a,
                                   const std::vector<PlacedCondition>& b) {
  std::vector<PlacedCondition> both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

/// The paths of a registration below the prefixes of its pipeline.
std::vector<std::string> Joined(const Preset& preset, const std::vector<std::string>& prefixes,
                                const std::vector<std::string>& paths) {
  std::vector<std::string> joined;
  for (const std::string& prefix : prefixes) {
    for (const std::string& path : paths)
      joined.push_back(preset.joins_paths ? JoinPaths(prefix, path) : path);
  }
  return joined;
}

}  // namespace

ChainBuilder::ChainBuilder(std::span<const FileFacts> facts, const Graph& graph,
                           const PresetTable& presets, const Config& config)
    : facts_(facts),
      graph_(graph),
      presets_(presets),
      config_(config),
      index_(facts, graph),
      expander_(facts, index_) {}

std::vector<const Preset*> PresetsInUse(std::span<const FileFacts> facts,
                                        const PresetTable& presets, const Config& config) {
  std::vector<const Preset*> used;
  for (const Preset& preset : presets.presets()) {
    const auto detects = [&](const FileFacts& file) {
      return GroupOf(file.language) == preset.language &&
             std::any_of(file.imports.begin(), file.imports.end(),
                         [&](const ImportFact& import) { return DetectsPreset(preset, import); });
    };
    const auto named = [&](const LocatedString& name) { return name.value == preset.name; };
    const auto& names = config.ordering.presets;
    if (names ? std::any_of(names->begin(), names->end(), named)
              : std::any_of(facts.begin(), facts.end(), detects)) {
      used.push_back(&preset);
    }
  }
  return used;
}

ChainTable ChainBuilder::Build() {
  table_.presets_ = PresetsInUse(facts_, presets_, config_);
  std::vector<InFile> served;
  std::vector<InFile> others;
  std::unordered_set<InFile, InFileHash> mounted;
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    const RegistrationFacts& registrations = facts_[file].registrations;
    for (uint32_t i = 0; i < registrations.pipelines.size(); ++i) {
      const PipelineFact& fact = registrations.pipelines[i];
      const Preset* preset = presets_.Find(fact.preset);
      const bool imported =
          fact.origin == PipelineOrigin::kImported || fact.origin == PipelineOrigin::kResult;
      if (imported || std::find(table_.presets_.begin(), table_.presets_.end(), preset) ==
                          table_.presets_.end())
        continue;
      const bool serves = fact.origin == PipelineOrigin::kCreated && !fact.mountable;
      (serves ? served : others).push_back({file, i});
      for (const PlacedEvent& event : ExpandedOf({file, i}).events) {
        for (const PlacedEvent::Entry& entry : event.entries) {
          const std::optional<InFile> child = index_.Mounted(entry.file, *entry.entry);
          if (child && *child != InFile{file, i}) mounted.insert(*child);
        }
      }
    }
  }
  for (const InFile& pipeline : served) BuildPipeline(pipeline, {});
  for (const bool circular : {false, true}) {
    for (const InFile& pipeline : others) {
      const PipelineFact& fact = index_.pipeline(pipeline);
      if (built_.contains(pipeline) || (mounted.contains(pipeline) && !circular)) continue;
      if (fact.origin == PipelineOrigin::kParameter) {
        if (!expander_.Called({pipeline.file, fact.function}))
          BuildUnseen(pipeline, "what '" + fact.name + "' is given");
      } else {
        BuildUnseen(pipeline, fact.mountable ? "where '" + fact.name + "' is mounted"
                                             : "where '" + fact.name + "' comes from");
      }
    }
  }
  std::stable_sort(table_.routes_.begin(), table_.routes_.end(),
                   [](const Route& a, const Route& b) {
                     return std::tie(a.file, a.location.span.start, a.path, a.method) <
                            std::tie(b.file, b.location.span.start, b.path, b.method);
                   });
  return std::move(table_);
}

const ChainBuilder::Expanded& ChainBuilder::ExpandedOf(InFile pipeline) {
  const auto [it, added] = expanded_.try_emplace(pipeline);
  if (!added) return it->second;
  it->second.events = expander_.Expand(pipeline, it->second.complete);
  if (!it->second.complete) table_.complete_ = false;
  return it->second;
}

void ChainBuilder::BuildUnseen(InFile pipeline, std::string why) {
  if (ExpandedOf(pipeline).events.empty()) return;
  Around around;
  around.mounted = !index_.pipeline(pipeline).mountable;
  around.covering.push_back(
      Barrier(pipeline.file, index_.pipeline(pipeline).location, "(not seen: " + why + ")"));
  BuildPipeline(pipeline, around);
}

ChainBuilder::Layer ChainBuilder::Barrier(uint32_t file, const Location& location,
                                          std::string text) {
  ChainEntry entry;
  entry.file = NodeId{file + 1};
  entry.location = location;
  entry.symbol = std::move(text);
  entry.barrier = true;
  Layer layer;
  layer.entry = Intern(std::move(entry));
  layer.stage_rank = Preset::npos;
  return layer;
}

std::vector<ChainBuilder::Layer> ChainBuilder::LayersOf(const Preset& preset, InFile pipeline,
                                                        const Around& around) {
  const Expanded& expanded = ExpandedOf(pipeline);
  std::vector<Layer> layers;
  if (!expanded.complete) {
    layers.push_back(Barrier(pipeline.file, index_.pipeline(pipeline).location,
                             "(more registrations than are followed)"));
    layers.back().unknown = true;
  }
  uint32_t order = 0;
  for (const PlacedEvent& event : expanded.events) {
    ++order;
    if (event.event == nullptr) {
      Layer& layer =
          layers.emplace_back(Barrier(event.file, event.location, event.unknown + "(…)"));
      layer.order = order;
      layer.conditions = event.conditions;
      layer.deferred = event.deferred;
      continue;
    }
    const bool route = event.event->effect == RegistrationEffect::kRoute;
    if (route && preset.coverage == PresetCoverage::kScope) continue;
    for (const PlacedEvent::Entry& entry : event.entries) {
      ++order;
      if (index_.Mounted(entry.file, *entry.entry)) continue;
      Layer layer = LayerOf(preset, entry);
      // A later route at the same path passes an earlier one, but only its guards matter there.
      if (route && table_.entries_[layer.entry].stages.empty()) continue;
      layer.order = order;
      const bool nested = around.depth > 0 || index_.pipeline(pipeline).mountable;
      layer.scope = nested ? RegistrationScope::kGroup : event.event->scope;
      layer.target = event.event->group;
      layer.by_tag = event.event->by_tag;
      layer.path_unknown = event.event->path_unknown || around.prefix_unknown;
      layer.paths =
          Joined(preset, around.prefixes,
                 event.event->paths.empty() ? std::vector<std::string>{""} : event.event->paths);
      layer.exact = route;
      layer.verb = event.event->verb;
      layer.conditions = Union(event.conditions, layer.conditions);
      layer.deferred = event.deferred;
      layers.push_back(std::move(layer));
    }
  }
  return layers;
}

void ChainBuilder::BuildPipeline(InFile pipeline, const Around& around) {
  if (++builds_ > kMaxBuilds || around.depth > kMountDepth) {
    table_.complete_ = false;
    return;
  }
  if (std::find(stack_.begin(), stack_.end(), pipeline) != stack_.end()) return;
  stack_.push_back(pipeline);
  built_.insert(pipeline);
  const Preset& preset = *presets_.Find(index_.pipeline(pipeline).preset);
  const std::vector<Layer> own = LayersOf(preset, pipeline, around);
  uint32_t order = 0;
  for (const PlacedEvent& event : ExpandedOf(pipeline).events) {
    const uint32_t first = ++order;
    if (event.event == nullptr) continue;
    const bool route = event.event->effect == RegistrationEffect::kRoute;
    if (route) AddRoutes(preset, event, first, own, around);
    if (route && preset.coverage == PresetCoverage::kScope) continue;
    for (size_t i = 0; i < event.entries.size(); ++i) {
      ++order;
      const std::optional<InFile> child =
          index_.Mounted(event.entries[i].file, *event.entries[i].entry);
      if (child && !route) Mount(*child, event, i, order, own, around);
    }
  }
  stack_.pop_back();
}

void ChainBuilder::Sort(const Preset& preset, Layer layer, uint32_t position,
                        const std::vector<uint32_t>& deferred, std::vector<Layer>& covering,
                        std::vector<Layer>& behind) {
  if (preset.coverage == PresetCoverage::kScope || layer.unknown) {
    covering.push_back(std::move(layer));
    return;
  }
  const bool first = layer.order < position;
  const bool known =
      first ? IsPrefix(layer.deferred, deferred) : IsPrefix(deferred, layer.deferred);
  if (!known) layer.unknown = true;
  if (layer.exact && !first) return;  // of this route, or of a later one
  std::vector<Layer>& place = !known || first != layer.after ? covering : behind;
  place.push_back(std::move(layer));
}

void ChainBuilder::Mount(InFile child, const PlacedEvent& event, size_t entry, uint32_t position,
                         const std::vector<Layer>& own, const Around& around) {
  const Preset& preset = *presets_.Find(event.event->preset);
  if (index_.pipeline(child).preset != preset.name) return;
  Around inner;
  inner.depth = around.depth + 1;
  inner.covering = around.covering;
  inner.behind = around.behind;
  for (const Layer& layer : own)
    Sort(preset, layer, position, event.deferred, inner.covering, inner.behind);
  inner.mounted = around.mounted;
  inner.prefix_unknown = around.prefix_unknown || event.event->path_unknown;
  if (!event.event->paths.empty()) {
    inner.prefixes = Joined(preset, around.prefixes, event.event->paths);
  } else {
    inner.prefixes = around.prefixes;
  }
  if (inner.prefixes.size() > kMaxPrefixes) {
    inner.prefixes.resize(1);
    inner.prefix_unknown = true;
  }
  inner.conditions =
      Union(Union(around.conditions, event.conditions), event.entries[entry].conditions);
  BuildPipeline(child, inner);
}

void ChainBuilder::AddRoutes(const Preset& preset, const PlacedEvent& event, uint32_t position,
                             const std::vector<Layer>& own, const Around& around) {
  std::vector<Layer> covering = around.covering;
  std::vector<Layer> behind = around.behind;
  for (const Layer& layer : own) Sort(preset, layer, position, event.deferred, covering, behind);
  for (size_t i = 0; i < event.entries.size(); ++i) {
    Layer layer = LayerOf(preset, event.entries[i]);
    layer.scope = RegistrationScope::kLocal;
    layer.order = position;
    layer.conditions = Union(event.conditions, layer.conditions);
    layer.handler = i + 1 == event.entries.size() && !table_.entries_[layer.entry].barrier;
    covering.push_back(std::move(layer));
  }
  // What runs after the handler stands behind it.
  std::stable_partition(covering.begin(), covering.end(),
                        [](const Layer& layer) { return !layer.after; });
  if (preset.nesting == PresetNesting::kStageMajor) {
    std::stable_sort(covering.begin(), covering.end(), [&](const Layer& a, const Layer& b) {
      const auto key = [&](const Layer& layer) {
        const size_t depth = layer.target && !layer.by_tag ? layer.target->size() : 0;
        return std::tuple(layer.handler, layer.stage_rank, layer.scope, layer.by_tag, depth,
                          layer.order);
      };
      return key(a) < key(b);
    });
  }
  const std::vector<PlacedCondition> conditions = Union(around.conditions, event.conditions);
  const std::vector<std::string> paths =
      Joined(preset, around.prefixes,
             event.event->paths.empty() ? std::vector<std::string>{""} : event.event->paths);
  for (const std::string& path : paths) {
    if (table_.routes_.size() >= kMaxRoutes) {
      table_.complete_ = false;
      return;
    }
    Route& route = table_.routes_.emplace_back();
    route.method = event.event->verb;
    route.path_known = !event.event->path_unknown && !around.prefix_unknown;
    route.mount_known = around.mounted;
    route.path = route.path_known ? path : "{" + path + "}";
    route.group = event.event->group.value_or("");
    route.group_known = event.event->group.has_value();
    route.tags = event.event->tags;
    route.tags_known = !event.event->tags_unknown;
    route.preset = &preset;
    route.file = NodeId{event.file + 1};
    route.location = event.location;
    Fill(preset, conditions, covering, behind, route);
  }
}

}  // namespace krepis::analyzer
