#include "analyzer/graph/chains_builder.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <utility>

#include "analyzer/facts/preset_detection.h"
#include "analyzer/graph/chains_components.h"
#include "analyzer/graph/chains_paths.h"
#include "analyzer/graph/chains_value_routes.h"

namespace krepis::analyzer {
namespace {

constexpr int kMountDepth = 16;
constexpr uint32_t kMaxBuilds = 10'000;
constexpr size_t kMaxRoutes = 100'000;

bool IsPrefix(const std::vector<uint32_t>& prefix, const std::vector<uint32_t>& of) {
  return prefix.size() <= of.size() && std::equal(prefix.begin(), prefix.end(), of.begin());
}

/// Whether a route is for all methods, and its last behaviour may go on to other routes.
bool GoesOn(const Preset& preset, const PlacedEvent& event) {
  return event.event->verb.empty() && preset.continues && !event.entries.empty() &&
         event.entries.back().entry->arity == preset.continues;
}

/// Whether an event of the pipeline happens only after the pipeline has been mounted.
bool IsLater(const PlacedEvent& event, const std::vector<uint64_t>* mount) {
  return mount != nullptr && !mount->empty() && !event.when.empty() &&
         event.when.front() == mount->front() && event.when > *mount;
}

std::vector<std::string> Joined(const Preset& preset, const std::vector<std::string>& prefixes,
                                const std::vector<std::string>& paths) {
  return preset.joins_paths ? JoinedPaths(prefixes, paths) : paths;
}

}  // namespace

ChainBuilder::ChainBuilder(std::span<const FileFacts> facts, const Graph& graph,
                           const PresetTable& presets, std::vector<const Preset*> used,
                           const Config& config)
    : facts_(facts),
      graph_(graph),
      presets_(presets),
      used_(std::move(used)),
      config_(config),
      index_(facts, graph, presets),
      expander_(facts, index_) {}

ChainTable ChainBuilder::Build() {
  table_.presets_ = used_;
  std::vector<InFile> served;
  std::vector<InFile> others;
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    if (PipelinesMove(facts_[file].language)) continue;
    const RegistrationFacts& registrations = facts_[file].registrations;
    for (uint32_t i = 0; i < registrations.pipelines.size(); ++i) {
      const PipelineFact& fact = registrations.pipelines[i];
      const Preset* preset = presets_.Find(index_.PresetOf({file, i}));
      const bool elsewhere = fact.origin == PipelineOrigin::kNamed ||
                             (fact.origin == PipelineOrigin::kResult && !fact.symbols.empty());
      const bool imported = elsewhere ? index_.Made({file, i}) != InFile{file, i}
                                      : fact.origin == PipelineOrigin::kImported ||
                                            fact.origin == PipelineOrigin::kResult ||
                                            fact.origin == PipelineOrigin::kType;
      if (imported || std::find(table_.presets_.begin(), table_.presets_.end(), preset) ==
                          table_.presets_.end())
        continue;
      const bool serves = fact.origin == PipelineOrigin::kCreated && !fact.mountable;
      (serves ? served : others).push_back({file, i});
    }
  }
  for (const InFile& pipeline : served) CollectMounted(pipeline);
  for (const InFile& pipeline : others) CollectMounted(pipeline);
  AddGivenToExports(others);
  ComponentChains components(*this);
  const auto by_classes = [&](const InFile& pipeline) {
    return !PresetOf(pipeline)->components.empty();
  };
  std::vector<InFile> applications;
  std::copy_if(served.begin(), served.end(), std::back_inserter(applications), by_classes);
  components.BuildApplications(std::move(applications));
  components.BuildUnseen();
  // Their controllers have been built, or built as not seen.
  std::erase_if(served, by_classes);
  std::erase_if(others, by_classes);
  for (const bool circular : {false, true}) {
    for (const InFile& pipeline : served) {
      if (!built_.contains(pipeline) && (circular || !mounted_.contains(pipeline)))
        BuildPipeline(pipeline, {});
    }
    for (const InFile& pipeline : others) {
      const PipelineFact& fact = index_.pipeline(pipeline);
      if (built_.contains(pipeline) || (mounted_.contains(pipeline) && !circular)) continue;
      if (fact.origin == PipelineOrigin::kParameter) {
        if (!expander_.Called({pipeline.file, fact.function}))
          BuildUnseen(pipeline, "what '" + fact.name + "' is given");
      } else {
        BuildUnseen(pipeline, fact.mountable ? "where '" + fact.name + "' is mounted"
                                             : "where '" + fact.name + "' comes from");
      }
    }
  }
  ValueChains(*this).Build();
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
  it->second.events = expander_.Expand(pipeline, PresetOf(pipeline)->name, it->second.complete);
  if (!it->second.complete) table_.complete_ = false;
  return it->second;
}

void ChainBuilder::BuildUnseen(InFile pipeline, std::string why) {
  if (ExpandedOf(pipeline).events.empty()) return;
  Around around;
  around.mounted = !index_.pipeline(pipeline).mountable;
  // The list is all that there is, wherever the pipeline comes from.
  const std::vector<PlacedEvent>& events = ExpandedOf(pipeline).events;
  const bool listed = std::any_of(events.begin(), events.end(), [](const PlacedEvent& event) {
    return event.event != nullptr && event.event->listed;
  });
  if (listed) return BuildPipeline(pipeline, around);
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
    // Nothing can be added to a list.
    const bool closed = preset.lists && !index_.pipeline(pipeline).mountable;
    if (event.event == nullptr && closed) continue;
    if (event.event != nullptr && event.event->listed) {
      AddListed(preset, event, layers);
      continue;
    }
    if (event.event == nullptr) {
      Layer& layer =
          layers.emplace_back(Barrier(event.file, event.location, event.unknown + "(…)"));
      layer.order = order;
      layer.conditions = event.conditions;
      layer.deferred = event.deferred;
      continue;
    }
    if (IsLater(event, around.until)) continue;
    const RegistrationEffect effect = event.event->effect;
    const bool route = effect == RegistrationEffect::kRoute;
    if (effect == RegistrationEffect::kPrefix ||
        (route && preset.coverage != PresetCoverage::kAfter))
      continue;
    for (size_t i = 0; i < event.entries.size(); ++i) {
      const PlacedEvent::Entry& entry = event.entries[i];
      ++order;
      if (ChildOf(preset, entry)) {
        AddPassed(preset, pipeline, event, i, order, around, layers);
        continue;
      }
      if (preset.lists && entry.entry->pipeline != kNoIndex) continue;  // of which nothing is known
      const bool mount = effect == RegistrationEffect::kMount;
      if (mount && preset.coverage != PresetCoverage::kContext) continue;
      Layer layer = LayerOf(preset, entry);
      if (mount && !AddPlugin(preset, entry, layer)) continue;
      layer.unknown |= IsReplaced(preset, *event.event, *entry.entry);
      // A later route at the same path passes an earlier one: its guards, and where that is for all
      // methods and goes on, all of it.
      if (route && table_.entries_[layer.entry].stages.empty() && !GoesOn(preset, event)) continue;
      layer.order = order;
      const bool nested = around.depth > 0 || index_.pipeline(pipeline).mountable;
      layer.scope = nested ? RegistrationScope::kGroup : event.event->scope;
      layer.by_tag = event.event->by_tag;
      if (effect == RegistrationEffect::kParam) {
        layer.parameter = event.event->group.value_or("");
        Unshape(preset, layer);
      } else {
        layer.target = event.event->group;
      }
      layer.local = preset.lists;
      if (layer.local) layer.list_rank = RankOf(preset, around.list, *entry.entry);
      layer.path_unknown = event.event->path_unknown || around.prefix_unknown;
      layer.everywhere = mount || event.event->paths.empty();
      layer.paths =
          Joined(preset, around.prefixes,
                 !layer.everywhere ? event.event->paths
                                   : std::vector<std::string>{preset.exact_paths ? "*" : ""});
      layer.exact = route || preset.exact_paths;
      layer.route = route;
      layer.verb = event.event->verb;
      layer.conditions = Union(event.conditions, layer.conditions);
      layer.deferred = event.deferred;
      layers.push_back(std::move(layer));
    }
  }
  return layers;
}

/// Marks what covers something that may answer although it is no route: express.static() behind it,
/// a plugin that is not followed in its context.
void ChainBuilder::MarkServing(const Preset& preset, InFile pipeline,
                               const std::vector<Layer>& own) {
  bool serves = false;
  if (preset.coverage == PresetCoverage::kContext) {
    for (const PlacedEvent& event : ExpandedOf(pipeline).events) {
      const bool mount =
          event.event != nullptr && event.event->effect == RegistrationEffect::kMount;
      serves = serves || event.event == nullptr ||
               (mount && !std::all_of(event.entries.begin(), event.entries.end(),
                                      [&](const PlacedEvent::Entry& entry) {
                                        return ChildOf(preset, entry).has_value();
                                      }));
    }
  }
  for (auto layer = own.rbegin(); layer != own.rend(); ++layer) {
    if (serves) MarkServing(*layer);
    if (preset.coverage == PresetCoverage::kAfter && !layer->after && !layer->route) serves = true;
  }
}

void ChainBuilder::BuildPipeline(InFile pipeline, const Around& from) {
  if (++builds_ > kMaxBuilds || from.depth > kMountDepth) {
    table_.complete_ = false;
    return;
  }
  if (std::find(stack_.begin(), stack_.end(), pipeline) != stack_.end()) return;
  stack_.push_back(pipeline);
  built_.insert(pipeline);
  const Preset& preset = *PresetOf(pipeline);
  Around around = Prefixed(preset, pipeline, from);
  if (preset.lists && from.depth == 0) around.list = ListOf(preset, pipeline);
  const std::vector<Layer> own = LayersOf(preset, pipeline, around);
  MarkServing(preset, pipeline, own);
  // What other contexts keep to themselves.
  const std::vector<Layer> outer = around.behind;
  std::vector<Layer> hidden;
  if (preset.coverage == PresetCoverage::kContext) hidden = HiddenOf(preset, pipeline, around);
  around.behind.insert(around.behind.end(), hidden.begin(), hidden.end());
  uint32_t order = 0;
  for (const PlacedEvent& event : ExpandedOf(pipeline).events) {
    const uint32_t first = ++order;
    if (event.event == nullptr || IsLater(event, around.until)) continue;
    const RegistrationEffect effect = event.event->effect;
    if (effect == RegistrationEffect::kPrefix) continue;
    const bool route = effect == RegistrationEffect::kRoute;
    if (route && IsNoRoute(preset, *event.event)) continue;
    if (route) AddRoutes(preset, event, first, own, around);
    if (route && preset.coverage != PresetCoverage::kAfter) continue;
    for (size_t i = 0; i < event.entries.size(); ++i) {
      ++order;
      const std::optional<InFile> child = ChildOf(preset, event.entries[i]);
      if (!child || route) continue;
      Around inner = around;
      if (!hidden.empty()) {
        inner.behind = outer;
        std::copy_if(hidden.begin(), hidden.end(), std::back_inserter(inner.behind),
                     [&](const Layer& layer) { return layer.order != order; });
      }
      Mount(*child, event, i, order, own, inner);
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
  if (layer.route && !first) return;  // of this route, or of a later one
  if (layer.passed && known && !first) return;
  std::vector<Layer>& place = !known || first != layer.after ? covering : behind;
  place.push_back(std::move(layer));
}

void ChainBuilder::Mount(InFile child, const PlacedEvent& event, size_t entry, uint32_t position,
                         const std::vector<Layer>& own, const Around& around) {
  const Preset& preset = *presets_.Find(event.event->preset);
  Around inner = MountedAt(preset, event, entry, around);
  inner.list = around.list;
  if (MountOf(preset, stack_.back(), child) == PresetMount::kCopied) inner.until = &event.when;
  inner.mounted = around.mounted;
  inner.covering = around.covering;
  inner.behind = around.behind;
  if (preset.coverage == PresetCoverage::kContext) {
    for (const Layer& layer : own)
      (layer.order < position ? inner.covering : inner.trailing).push_back(layer);
    inner.trailing.insert(inner.trailing.end(), around.trailing.begin(), around.trailing.end());
  } else {
    for (const Layer& layer : own) {
      if (HasParameter(event.event->paths, layer.parameter)) inner.covering.push_back(layer);
      if (layer.parameter.empty())
        Sort(preset, layer, position, event.deferred, inner.covering, inner.behind);
    }
  }
  BuildPipeline(child, inner);
}

void ChainBuilder::AddRoutes(const Preset& preset, const PlacedEvent& event, uint32_t position,
                             const std::vector<Layer>& own, const Around& around) {
  std::vector<Layer> covering = around.covering;
  std::vector<Layer> behind = around.behind;
  for (const Layer& layer : own) {
    if (preset.coverage == PresetCoverage::kContext) {
      covering.push_back(layer);
      if (!IsPrefix(layer.deferred, event.deferred)) covering.back().unknown = true;
    } else if (layer.parameter.empty()) {
      Sort(preset, layer, position, event.deferred, covering, behind);
    }
  }
  covering.insert(covering.end(), around.trailing.begin(), around.trailing.end());
  // What is for a parameter of the path runs before the route itself, wherever it stands.
  for (const Layer& layer : own) {
    if (HasParameter(event.event->paths, layer.parameter)) covering.push_back(layer);
  }
  for (size_t i = 0; i < event.entries.size(); ++i) {
    Layer layer = LayerOf(preset, event.entries[i]);
    layer.scope = RegistrationScope::kLocal;
    layer.order = position;
    layer.conditions = Union(event.conditions, layer.conditions);
    layer.handler = preset.phases.empty() ? i + 1 == event.entries.size()
                                          : layer.phase == preset.PhaseIndex("handler");
    layer.handler = layer.handler && !table_.entries_[layer.entry].barrier;
    layer.local = preset.lists;
    layer.of_method = !event.event->verb.empty() && preset.coverage != PresetCoverage::kScope;
    if (layer.local && !layer.handler)
      layer.list_rank = RankOf(preset, around.list, *event.entries[i].entry);
    (layer.absent ? behind : covering).push_back(std::move(layer));
  }
  if (preset.lists)
    OrderListed(around.list, event.event->scope == RegistrationScope::kGlobal, covering);
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
  if (!preset.phases.empty()) {
    std::stable_sort(covering.begin(), covering.end(),
                     [](const Layer& a, const Layer& b) { return a.phase < b.phase; });
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
    route.application = Application();
    route.file = NodeId{event.file + 1};
    route.location = event.location;
    Fill(preset, conditions, covering, behind, route);
  }
}

}  // namespace krepis::analyzer
