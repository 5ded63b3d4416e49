// What mounting does: which pipelines are mounted where, at which path, and what that covers.
#include <algorithm>
#include <utility>

#include "analyzer/facts/route_paths.h"
#include "analyzer/graph/chains_builder.h"
#include "analyzer/graph/chains_paths.h"

namespace krepis::analyzer {
namespace {

constexpr int kMountDepth = 16;
constexpr size_t kMaxPrefixes = 64;
/// Mounted pipelines that are gone through for what stands behind them.
constexpr uint32_t kMaxPasses = 20'000;

}  // namespace

const Preset* ChainBuilder::PresetOf(InFile pipeline) const {
  const std::string_view own = index_.PresetOf(pipeline);
  if (!own.empty()) return presets_.Find(own);
  const auto adopted = adopted_.find(pipeline);
  return adopted == adopted_.end() ? nullptr : adopted->second;
}

std::optional<InFile> ChainBuilder::ChildOf(const Preset& preset, const PlacedEvent::Entry& entry) {
  std::optional<InFile> child;
  if (preset.coverage == PresetCoverage::kContext) {
    const auto plugin = index_.PluginOf(entry.file, *entry.entry);
    if (plugin && !plugin->shared) child = index_.Given(plugin->function, 0);
  } else {
    child = index_.Mounted(entry.file, *entry.entry);
  }
  if (!child) return std::nullopt;
  if (index_.PresetOf(*child).empty()) adopted_.emplace(*child, &preset);
  return PresetOf(*child) == &preset ? child : std::nullopt;
}

PresetMount ChainBuilder::MountOf(const Preset& preset, InFile pipeline, InFile child) const {
  const bool in_mountable = index_.pipeline(pipeline).mountable;
  const PresetMount mount = in_mountable ? preset.mount_in_mountable : preset.mount;
  const bool serves = !index_.pipeline(child).mountable;
  return mount == PresetMount::kMatched && serves ? PresetMount::kPassed : mount;
}

void ChainBuilder::CollectMounted(InFile pipeline) {
  std::vector<InFile> work = {pipeline};
  while (!work.empty()) {
    const InFile parent = work.back();
    work.pop_back();
    const Preset& preset = *PresetOf(parent);
    for (const PlacedEvent& event : ExpandedOf(parent).events) {
      for (const PlacedEvent::Entry& entry : event.entries) {
        const std::optional<InFile> child = ChildOf(preset, entry);
        if (child && *child != parent && mounted_.insert(*child).second) work.push_back(*child);
      }
    }
  }
}

/// Exported functions that register routes on what they are given are plugins, although no
/// registration of them is seen: they may be loaded by their file's name.
void ChainBuilder::AddGivenToExports(std::vector<InFile>& pipelines) {
  for (const Preset* preset : table_.presets_) {
    if (preset->coverage != PresetCoverage::kContext) continue;
    for (uint32_t file = 0; file < facts_.size(); ++file) {
      const RegistrationFacts& registrations = facts_[file].registrations;
      for (const RegistrationExport& made : registrations.exports) {
        if (made.function == kNoIndex || (made.name != "default" && made.name != "*")) continue;
        const std::optional<InFile> given = index_.Given({file, made.function}, 0);
        if (!given || !index_.pipeline(*given).preset.empty() || adopted_.contains(*given))
          continue;
        const bool registers =
            std::any_of(registrations.events.begin(), registrations.events.end(),
                        [&](const RegistrationEvent& event) {
                          return event.pipeline == given->index && event.preset == preset->name &&
                                 (event.effect == RegistrationEffect::kMount ||
                                  !event.paths.empty() || event.effect == RegistrationEffect::kUse);
                        });
        if (!registers || expander_.Called({file, made.function})) continue;
        adopted_.emplace(*given, preset);
        pipelines.push_back(*given);
      }
    }
  }
}

ChainBuilder::Around ChainBuilder::Prefixed(const Preset& preset, InFile pipeline, Around around) {
  const PipelineFact& fact = index_.pipeline(pipeline);
  std::vector<std::string> own;
  if (!fact.prefix.empty()) own = {fact.prefix};
  around.prefix_unknown |= fact.prefix_unknown;
  for (const PlacedEvent& event : ExpandedOf(pipeline).events) {
    if (event.event == nullptr || event.event->effect != RegistrationEffect::kPrefix) continue;
    own = event.event->paths;
    around.prefix_unknown |= event.event->path_unknown || !event.conditions.empty();
  }
  if (!own.empty() && preset.joins_paths) around.prefixes = JoinedPaths(around.prefixes, own);
  if (around.prefixes.size() > kMaxPrefixes) {
    around.prefixes.resize(1);
    around.prefix_unknown = true;
  }
  return around;
}

ChainBuilder::Around ChainBuilder::MountedAt(const Preset& preset, const PlacedEvent& event,
                                             size_t entry, const Around& around) const {
  Around inner;
  inner.depth = around.depth + 1;
  inner.prefixes = around.prefixes;
  inner.prefix_unknown = around.prefix_unknown || event.event->path_unknown;
  if (!event.event->paths.empty() && preset.joins_paths)
    inner.prefixes = JoinedPaths(around.prefixes, event.event->paths);
  if (inner.prefixes.size() > kMaxPrefixes) {
    inner.prefixes.resize(1);
    inner.prefix_unknown = true;
  }
  inner.conditions =
      Union(Union(around.conditions, event.conditions), event.entries[entry].conditions);
  return inner;
}

void ChainBuilder::AddPassed(const Preset& preset, InFile pipeline, const PlacedEvent& event,
                             size_t entry, uint32_t order, const Around& around,
                             std::vector<Layer>& layers) {
  if (preset.coverage != PresetCoverage::kAfter) return;
  const InFile child = *ChildOf(preset, event.entries[entry]);
  if (MountOf(preset, pipeline, child) == PresetMount::kMatched) return;
  if (++passes_ > kMaxPasses || around.depth > kMountDepth) {
    table_.complete_ = false;
    return;
  }
  if (std::find(stack_.begin(), stack_.end(), child) != stack_.end()) return;
  stack_.push_back(child);
  Around inner = MountedAt(preset, event, entry, around);
  if (MountOf(preset, pipeline, child) == PresetMount::kCopied) inner.until = &event.when;
  inner = Prefixed(preset, child, std::move(inner));
  for (Layer& layer : LayersOf(preset, child, inner)) {
    // An error handler of a router is not asked from outside of it, nor are its parameters.
    if (layer.after || !layer.parameter.empty()) continue;
    layer.order = order;
    layer.conditions = Union(inner.conditions, layer.conditions);
    layer.passed = true;
    layers.push_back(std::move(layer));
  }
  stack_.pop_back();
}

std::vector<ChainBuilder::Layer> ChainBuilder::HiddenOf(const Preset& preset, InFile pipeline,
                                                        const Around& around) {
  std::vector<Layer> hidden;
  uint32_t order = 0;
  for (const PlacedEvent& event : ExpandedOf(pipeline).events) {
    ++order;
    if (event.event == nullptr || event.event->effect == RegistrationEffect::kPrefix ||
        event.event->effect == RegistrationEffect::kRoute)
      continue;
    for (size_t i = 0; i < event.entries.size(); ++i) {
      const std::optional<InFile> child = ChildOf(preset, event.entries[i]);
      ++order;
      if (!child) continue;
      if (std::find(stack_.begin(), stack_.end(), *child) != stack_.end()) continue;
      if (++passes_ > kMaxPasses || hidden.size() > kMaxPasses) return hidden;
      for (Layer& layer : LayersOf(preset, *child, MountedAt(preset, event, i, around))) {
        if (table_.entries_[layer.entry].stages.empty()) continue;
        layer.order = order;  // of the mount
        hidden.push_back(std::move(layer));
      }
    }
  }
  return hidden;
}

void ChainBuilder::Unshape(const Preset& preset, Layer& layer) {
  ChainEntry entry = table_.entries_[layer.entry];
  const size_t erased = std::erase_if(entry.stages, [&](const std::string& name) {
    const size_t stage = preset.StageIndex(name);
    return stage != Preset::npos && preset.stages[stage].arity;
  });
  if (erased == 0) return;
  layer.after = false;
  layer.entry = Intern(std::move(entry));
}

/// A plugin of another package hooks in where its stage says. False when it registers nothing of
/// interest here.
bool ChainBuilder::AddPlugin(const Preset& preset, const PlacedEvent::Entry& entry, Layer& layer) {
  // A function without registrations.
  if (index_.PluginOf(entry.file, *entry.entry)) return false;
  for (const std::string& symbol : entry.entry->symbols) {
    for (const SymbolPattern& pattern : preset.inert) {
      if (MatchesSymbol(pattern, symbol)) return false;
    }
  }
  const std::vector<std::string>& stages = table_.entries_[layer.entry].stages;
  for (const PresetStage& stage : preset.stages) {
    if (std::find(stages.begin(), stages.end(), stage.name) == stages.end()) continue;
    if (stage.phase.empty()) return false;
    layer.phase = preset.PhaseIndex(stage.phase);
    return true;
  }
  if (stages.empty()) {
    ChainEntry unknown = table_.entries_[layer.entry];
    unknown.barrier = true;
    layer.entry = Intern(std::move(unknown));
  }
  return true;
}

}  // namespace krepis::analyzer
