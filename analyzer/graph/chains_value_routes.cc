#include "analyzer/graph/chains_value_routes.h"

#include <algorithm>
#include <span>

#include "analyzer/facts/route_paths.h"
#include "analyzer/graph/chains_paths.h"

namespace krepis::analyzer {
namespace {

constexpr int kMountDepth = 16;
constexpr size_t kMaxPrefixes = 64;
constexpr uint32_t kMaxBuilds = 10'000;
constexpr size_t kMaxRoutes = 100'000;

std::vector<std::string> Joined(const std::vector<std::string>& prefixes,
                                const std::vector<std::string>& paths) {
  std::vector<std::string> joined;
  for (const std::string& prefix : prefixes) {
    for (const std::string& path : paths) joined.push_back(JoinPaths(prefix, path));
  }
  return joined;
}

}  // namespace

/// One serves that is neither mounted, nor returned, nor given away.
void ValueChains::Build() {
  std::vector<InFile> rest;
  for (uint32_t file = 0; file < builder_.facts_.size(); ++file) {
    if (!PipelinesMove(builder_.facts_[file].language)) continue;
    const RegistrationFacts& registrations = builder_.facts_[file].registrations;
    std::vector<bool> returned(registrations.pipelines.size());
    for (const RegisteringFunction& function : registrations.functions) {
      for (const uint32_t pipeline : function.returns) returned[pipeline] = true;
    }
    for (uint32_t i = 0; i < registrations.pipelines.size(); ++i) {
      const PipelineFact& fact = registrations.pipelines[i];
      const InFile pipeline{file, i};
      if (fact.list || values_.Consumed(pipeline)) {
        rest.push_back(pipeline);
        continue;
      }
      if (fact.origin == PipelineOrigin::kParameter && values_.Called({file, fact.function}))
        continue;
      const Expanded& expanded = ExpandedOf({pipeline, nullptr});
      const bool serves = expanded.made != nullptr && !expanded.made->list &&
                          (expanded.made->serves || (!returned[i] && !expanded.made->mountable));
      if (serves) {
        BuildPipeline({pipeline, nullptr}, {});
      } else {
        rest.push_back(pipeline);
      }
    }
  }
  // What is for one route last: naming a function mounts what its attribute makes of it.
  std::stable_partition(rest.begin(), rest.end(), [&](const InFile& pipeline) {
    return !builder_.index_.pipeline(pipeline).local;
  });
  for (const bool circular : {false, true}) {
    for (const InFile& pipeline : rest) {
      const bool built = builder_.built_.contains(pipeline) || values_.Built(pipeline);
      if (builder_.index_.pipeline(pipeline).list || built ||
          (values_.Consumed(pipeline) && !circular))
        continue;
      BuildUnseen({pipeline, nullptr});
    }
  }
}

const ValueChains::Expanded& ValueChains::ExpandedOf(const ValuePlace& place) {
  const auto [it, added] = expanded_.try_emplace({place.pipeline, place.run});
  Expanded& expanded = it->second;
  if (!added) return expanded;
  ValueExpander::Expansion expansion = values_.Expand(place);
  expanded.events = std::move(expansion.events);
  expanded.complete = expansion.complete;
  const PipelineFact* named = &builder_.index_.pipeline(place.pipeline);
  if (expansion.origin) named = expanded.made = &builder_.index_.pipeline(*expansion.origin);
  expanded.preset = builder_.presets_.Find(named->preset);
  std::erase_if(expanded.events, [&](const PlacedEvent& event) {
    return event.event != nullptr && event.event->preset != named->preset;
  });
  const std::span<const Preset* const> used = builder_.table_.presets();
  if (std::find(used.begin(), used.end(), expanded.preset) == used.end()) expanded = {};
  if (!expanded.complete) builder_.LeaveOut();
  return expanded;
}

void ValueChains::BuildUnseen(const ValuePlace& place) {
  const Expanded& expanded = ExpandedOf(place);
  if (expanded.preset == nullptr || expanded.events.empty() ||
      (expanded.made != nullptr && expanded.made->list))
    return;
  const PipelineFact& fact = builder_.index_.pipeline(place.pipeline);
  std::string why = "where '" + fact.name + "' is mounted";
  if (fact.origin == PipelineOrigin::kParameter) {
    why = "what '" + fact.name + "' is given";
  } else if (expanded.made == nullptr) {
    why = "where '" + fact.name + "' comes from";
  }
  Around around;
  around.mounted = false;
  around.covering.push_back(
      builder_.Barrier(place.pipeline.file, fact.location, "(not seen: " + why + ")"));
  BuildPipeline(place, around);
}

std::vector<ValueChains::Placed> ValueChains::LayersOf(const Expanded& expanded,
                                                       const ValuePlace& place,
                                                       const Around& around) {
  const PipelineFact& named = builder_.index_.pipeline(place.pipeline);
  const PipelineFact& fact = expanded.made != nullptr ? *expanded.made : named;
  std::vector<Placed> layers;
  if (!expanded.complete) {
    layers.push_back({builder_.Barrier(place.pipeline.file, named.location,
                                       "(more registrations than are followed)"),
                      0});
    layers.back().layer.unknown = true;
  }
  uint32_t order = 0;
  for (const PlacedEvent& event : expanded.events) {
    const uint32_t first = ++order;
    if (event.event == nullptr) {
      Placed& placed = layers.emplace_back();
      placed.layer = builder_.Barrier(event.file, event.location, event.unknown + "(…)");
      placed.layer.order = placed.event = first;
      placed.layer.conditions = event.conditions;
      continue;
    }
    for (const PlacedEvent::Entry& entry : event.entries) {
      ++order;
      if (event.event->effect != RegistrationEffect::kUse || values_.Mounted(entry)) continue;
      Placed& placed = layers.emplace_back();
      placed.layer = builder_.LayerOf(*expanded.preset, entry);
      placed.layer.order = order;
      placed.event = first;
      const bool nested = around.depth > 0 || fact.mountable;
      placed.layer.scope = fact.local ? RegistrationScope::kLocal
                           : nested   ? RegistrationScope::kGroup
                                      : RegistrationScope::kGlobal;
      placed.layer.conditions = Union(event.conditions, placed.layer.conditions);
    }
  }
  return layers;
}

void ValueChains::Cover(const Preset& preset, const std::vector<Placed>& own, uint32_t position,
                        bool replaced, std::vector<Layer>& covering, std::vector<Layer>& behind) {
  std::vector<Placed> here;
  for (const Placed& placed : own) {
    const bool from_here = preset.coverage == PresetCoverage::kBefore || replaced;
    if (!from_here || placed.layer.unknown || placed.layer.order > position) {
      here.push_back(placed);
    } else {
      behind.push_back(placed.layer);
    }
  }
  if (preset.nesting == PresetNesting::kLastOuter) {
    std::stable_sort(here.begin(), here.end(),
                     [](const Placed& a, const Placed& b) { return a.event > b.event; });
  }
  for (Placed& placed : here) covering.push_back(std::move(placed.layer));
}

/// Marks what wraps something that answers although it is no route: a fallback, a service that is
/// not followed.
void ValueChains::MarkServing(const Expanded& expanded, const std::vector<Placed>& own) {
  if (expanded.preset->coverage != PresetCoverage::kBefore) return;
  uint32_t serves = ~0u;  // the event from which on
  uint32_t order = 0;
  for (const PlacedEvent& event : expanded.events) {
    const uint32_t first = ++order;
    order += static_cast<uint32_t>(event.entries.size());
    const bool mount = event.event != nullptr && event.event->effect == RegistrationEffect::kMount;
    const bool followed = std::all_of(
        event.entries.begin(), event.entries.end(),
        [&](const PlacedEvent::Entry& entry) { return values_.Mounted(entry).has_value(); });
    if (event.event == nullptr || (mount && !followed)) serves = std::min(serves, first);
  }
  for (const Placed& placed : own) {
    if (placed.event > serves) builder_.MarkServing(placed.layer);
  }
}

void ValueChains::BuildPipeline(const ValuePlace& place, const Around& outside) {
  if (++builder_.builds_ > kMaxBuilds || outside.depth > kMountDepth) return builder_.LeaveOut();
  std::vector<InFile>& stack = builder_.stack_;
  if (std::find(stack.begin(), stack.end(), place.pipeline) != stack.end()) return;
  builder_.built_.insert(place.pipeline);
  const Expanded& expanded = ExpandedOf(place);
  if (expanded.preset == nullptr) return;
  stack.push_back(place.pipeline);
  const Preset& preset = *expanded.preset;
  Around around = outside;
  if (expanded.made != nullptr && !expanded.made->paths.empty()) {
    around.prefixes = Joined(around.prefixes, expanded.made->paths);
    around.prefix_unknown = around.prefix_unknown || expanded.made->path_unknown;
  }
  const std::vector<Placed> own = LayersOf(expanded, place, around);
  MarkServing(expanded, own);
  uint32_t order = 0;
  for (const PlacedEvent& event : expanded.events) {
    const uint32_t first = ++order;
    if (event.event == nullptr) continue;
    const bool route = event.event->effect == RegistrationEffect::kRoute;
    // `.route("/x", methods)`: the routes are those of what is mounted.
    const bool of_another = route && event.entries.size() == 1 &&
                            event.entries[0].entry->pipeline != kNoIndex &&
                            values_.Mounted(event.entries[0]);
    if (route && !of_another) AddRoutes(expanded, event, first, own, around);
    for (size_t i = 0; i < event.entries.size(); ++i) {
      ++order;
      if (route && !of_another) continue;
      const std::optional<ValuePlace> child = values_.Mounted(event.entries[i]);
      if (child) Mount(*child, preset, event, i, order, own, around);
    }
  }
  stack.pop_back();
}

void ValueChains::Mount(const ValuePlace& child, const Preset& preset, const PlacedEvent& event,
                        size_t entry, uint32_t position, const std::vector<Placed>& own,
                        const Around& around) {
  if (ExpandedOf(child).preset != &preset) return;
  Around inner;
  inner.depth = around.depth + 1;
  inner.covering = around.covering;
  inner.behind = around.behind;
  Cover(preset, own, position, false, inner.covering, inner.behind);
  inner.mounted = around.mounted;
  inner.prefix_unknown = around.prefix_unknown || event.event->path_unknown;
  inner.prefixes =
      event.event->paths.empty() ? around.prefixes : Joined(around.prefixes, event.event->paths);
  if (inner.prefixes.size() > kMaxPrefixes) {
    inner.prefixes.resize(1);
    inner.prefix_unknown = true;
  }
  inner.conditions =
      Union(Union(around.conditions, event.conditions), event.entries[entry].conditions);
  BuildPipeline(child, inner);
}

void ValueChains::AddRoutes(const Expanded& expanded, const PlacedEvent& event, uint32_t position,
                            const std::vector<Placed>& own, const Around& around) {
  const Preset& preset = *expanded.preset;
  std::vector<Layer> covering = around.covering;
  std::vector<Layer> behind = around.behind;
  const bool replaced = expanded.made != nullptr && expanded.made->replaced;
  Cover(preset, own, position, replaced, covering, behind);
  for (size_t i = 0; i < event.entries.size(); ++i) {
    Layer layer = builder_.LayerOf(preset, event.entries[i]);
    layer.scope = RegistrationScope::kLocal;
    layer.order = position;
    layer.conditions = Union(event.conditions, layer.conditions);
    layer.handler =
        i + 1 == event.entries.size() && !builder_.table_.entries()[layer.entry].barrier;
    covering.push_back(std::move(layer));
  }
  const std::vector<PlacedCondition> conditions = Union(around.conditions, event.conditions);
  const std::vector<std::string> paths =
      Joined(around.prefixes,
             event.event->paths.empty() ? std::vector<std::string>{""} : event.event->paths);
  for (const std::string& path : paths) {
    if (builder_.routes().size() >= kMaxRoutes) return builder_.LeaveOut();
    Route& route = builder_.routes().emplace_back();
    route.method = event.event->verb;
    if (route.method.empty() && expanded.made != nullptr) route.method = expanded.made->verb;
    route.path_known = !event.event->path_unknown && !around.prefix_unknown;
    route.mount_known = around.mounted;
    route.path = route.path_known ? path : "{" + path + "}";
    route.preset = &preset;
    route.application = builder_.Application();
    route.file = NodeId{event.file + 1};
    route.location = event.location;
    builder_.Fill(preset, conditions, covering, behind, route);
  }
}

}  // namespace krepis::analyzer
