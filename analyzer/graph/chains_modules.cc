// Which modules an application reaches, and what is for all of its routes.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "analyzer/graph/chains_components.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxModules = 20'000;
/// What is for all routes, in this order: providers of modules, calls on the application, its
/// options, what modules configure.
constexpr uint32_t kCalls = 1u << 20;
constexpr uint32_t kOptions = 2u << 20;
constexpr uint32_t kConfigured = 3u << 20;

bool MatchesAny(const std::vector<SymbolPattern>& patterns, std::string_view symbol) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const SymbolPattern& pattern) { return MatchesSymbol(pattern, symbol); });
}

}  // namespace

void ComponentChains::BuildApplications(std::vector<InFile> pipelines) {
  const auto size = [&](InFile pipeline) { return builder_.ExpandedOf(pipeline).events.size(); };
  std::stable_sort(pipelines.begin(), pipelines.end(),
                   [&](InFile a, InFile b) { return size(a) > size(b); });
  for (const InFile& pipeline : pipelines) BuildApplication(pipeline);
}

void ComponentChains::BuildApplication(InFile pipeline) {
  Application application;
  application.preset = builder_.presets_.Find(builder_.index_.pipeline(pipeline).preset);
  Arguments roots;
  ReadCalls(pipeline, application, roots);
  FindModules(roots, application);
  if (!application.modules.empty() && !roots_.insert(application.modules[0].component).second)
    return;
  served_.clear();
  AddEverywhere(application);
  AddLoose(application);
  ServeModules(application);
}

/// What calls on the application register and set, where they stand.
void ComponentChains::ReadCalls(InFile pipeline, Application& application, Arguments& roots) {
  const Preset& preset = *application.preset;
  uint32_t order = kCalls;
  for (const PlacedEvent& event : builder_.ExpandedOf(pipeline).events) {
    if (event.event == nullptr) {
      // A file of ours that registers on what it is given says so.
      if (MatchesAny(preset.inert, event.unknown) ||
          builder_.index_.IsOurs(event.file, event.unknown))
        continue;
      Piece& piece = application.pieces.emplace_back();
      piece.layer = builder_.Barrier(event.file, event.location, event.unknown + "(…)");
      piece.layer.conditions = event.conditions;
      piece.order = ++order;
      continue;
    }
    if (event.event->setting != kNoIndex) {
      const RegistrationFacts& facts = builder_.facts_[event.file].registrations;
      ReadSetting(facts.settings[event.event->setting], event.file, event.conditions, application,
                  roots);
    }
    for (const PlacedEvent::Entry& entry : event.entries) {
      const size_t first = application.pieces.size();
      AddPiece(preset, {entry, entry.entry->phase}, RegistrationScope::kGlobal, event.conditions,
               ++order, application.pieces);
      for (size_t i = first; i < application.pieces.size(); ++i) {
        Layer& layer = application.pieces[i].layer;
        layer.paths = event.event->paths;
        layer.path_unknown = event.event->path_unknown;
        layer.unknown = !event.deferred.empty();
      }
    }
  }
}

void ComponentChains::ReadSetting(const ComponentItem& item, uint32_t file,
                                  const Conditions& conditions, Application& application,
                                  Arguments& roots) {
  const bool sure = conditions.empty();
  switch (item.effect) {
    case ComponentEffect::kPrefix:
      application.prefix = item.paths.empty() ? "" : JoinPaths("", item.paths[0]);
      application.prefix_unknown = item.path_unknown || !sure;
      application.unprefixed = item.excepted;
      break;
    case ComponentEffect::kVersions:
      application.versions = true;
      application.versions_unknown = item.path_unknown || !sure;
      application.version_prefix = item.text;
      application.default_versions = item.paths;
      break;
    case ComponentEffect::kRoot: {
      if (item.entries.empty()) break;
      roots.push_back({{&item.entries[0], file, With({}, file, item.entries[0].conditions)}, ""});
      uint32_t order = kOptions;
      for (size_t i = 1; i < item.entries.size(); ++i) {
        const RegistrationEntry& entry = item.entries[i];
        AddPiece(*application.preset,
                 {{&entry, file, With({}, file, entry.conditions)}, entry.phase},
                 RegistrationScope::kGlobal, {}, ++order, application.pieces);
      }
      break;
    }
    default:
      break;
  }
}

/// The modules in the order in which the framework finds them: each before those that it imports.
void ComponentChains::FindModules(const Arguments& roots, Application& application) {
  struct Wanted {
    InFile component;
    Conditions conditions;
    size_t importer;
  };
  std::vector<Wanted> work;
  std::unordered_map<InFile, size_t, InFileHash> known;
  for (const Given& root : roots) {
    if (const auto module = ComponentOf(root.placed, ComponentKind::kModule))
      work.push_back({*module, root.placed.conditions, Preset::npos});
  }
  while (!work.empty()) {
    Wanted wanted = std::move(work.back());
    work.pop_back();
    if (wanted.importer != Preset::npos)
      application.modules[wanted.importer].imports.push_back(wanted.component);
    const size_t number = application.modules.size();
    if (!known.emplace(wanted.component, number).second) continue;
    if (number == kMaxModules) {
      builder_.LeaveOut();
      break;
    }
    Module& module = application.modules.emplace_back();
    module.component = wanted.component;
    module.conditions = std::move(wanted.conditions);
    module.items = ItemsOf(ClassesOf(wanted.component));
    const size_t first = work.size();
    for (const PlacedItem& item : module.items) {
      if (item.item->effect != ComponentEffect::kImport) continue;
      for (const Given& given : item.entries) {
        const auto imported = ComponentOf(given.placed, ComponentKind::kModule);
        if (!imported) continue;
        Conditions conditions = Both(module.conditions, item.conditions);
        work.push_back({*imported, Both(conditions, given.placed.conditions), number});
      }
    }
    std::reverse(work.begin() + static_cast<std::ptrdiff_t>(first), work.end());
  }
  for (const Module& module : std::vector<Module>(application.modules)) {
    for (const PlacedItem& item : module.items) {
      if (item.item->effect != ComponentEffect::kPrefix) continue;
      for (const Given& given : item.entries) {
        const auto meant = ComponentOf(given.placed, ComponentKind::kModule);
        const auto found = meant ? known.find(*meant) : known.end();
        if (found == known.end() || item.item->paths.empty()) continue;
        Module& of = application.modules[found->second];
        of.path = item.item->paths[0];
        of.path_unknown = item.item->path_unknown || !item.conditions.empty();
      }
    }
  }
  FindDepths(application);
}

/// How far a module is from the root, by the longest way that does not go in a circle.
void ComponentChains::FindDepths(Application& application) const {
  std::unordered_map<InFile, size_t, InFileHash> known;
  for (size_t i = 0; i < application.modules.size(); ++i)
    known.emplace(application.modules[i].component, i);
  std::vector<size_t> order;  // each behind what it imports
  std::vector<uint8_t> state(application.modules.size());
  struct Step {
    size_t module;
    size_t next = 0;
  };
  for (size_t root = 0; root < application.modules.size(); ++root) {
    if (state[root] != 0) continue;
    std::vector<Step> stack = {{root}};
    state[root] = 1;
    while (!stack.empty()) {
      Step& top = stack.back();
      const std::vector<InFile>& imports = application.modules[top.module].imports;
      if (top.next == imports.size()) {
        order.push_back(top.module);
        stack.pop_back();
        continue;
      }
      const auto child = known.find(imports[top.next++]);
      if (child == known.end() || state[child->second] != 0) continue;
      state[child->second] = 1;
      stack.push_back({child->second});
    }
  }
  std::vector<size_t> place(order.size());
  std::reverse(order.begin(), order.end());
  for (size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (const size_t module : order) {
    for (const InFile& imported : application.modules[module].imports) {
      const auto child = known.find(imported);
      if (child == known.end() || place[child->second] <= place[module]) continue;
      size_t& depth = application.modules[child->second].depth;
      depth = std::max(depth, application.modules[module].depth + 1);
    }
  }
}

/// What modules provide for all routes, and what they configure: that of the outer module first.
void ComponentChains::AddEverywhere(Application& application) {
  uint32_t order = 0;
  std::vector<const Module*> modules;
  for (const Module& module : application.modules) modules.push_back(&module);
  for (const bool targeted : {false, true}) {
    for (const Module* module : modules) {
      for (const PlacedItem& item : module->items) {
        if (!item.item->everywhere || item.item->targeted != targeted) continue;
        for (const Given& given : item.entries) {
          AddPiece(*application.preset, given, RegistrationScope::kGlobal,
                   Both(module->conditions, item.conditions), ++order, application.pieces);
          if (!targeted) continue;
          application.pieces.back().targeted = item.item;
          application.pieces.back().file = item.file;
        }
      }
    }
    order = kConfigured;
    std::stable_sort(modules.begin(), modules.end(),
                     [](const Module* a, const Module* b) { return a->depth < b->depth; });
  }
}

/// Providers of which it is not seen whether a module has them.
void ComponentChains::AddLoose(Application& application) {
  for (uint32_t file = 0; file < builder_.facts_.size(); ++file) {
    for (const ComponentFact& component : builder_.facts_[file].registrations.components) {
      if (component.kind != ComponentKind::kLoose || component.preset != application.preset->name)
        continue;
      std::vector<PlacedItem> items;
      Flatten(file, component.items, nullptr, {}, 0, items);
      for (const PlacedItem& item : items) {
        for (const Given& given : item.entries) {
          AddPiece(*application.preset, given, RegistrationScope::kGlobal, item.conditions, 0,
                   application.pieces);
          application.pieces.back().layer.unknown = true;
        }
      }
    }
  }
}

void ComponentChains::ServeModules(const Application& application) {
  for (const Module& module : application.modules) {
    for (const PlacedItem& item : module.items) {
      if (item.item->effect != ComponentEffect::kServe) continue;
      for (const Given& given : item.entries) {
        const auto controller = ComponentOf(given.placed, ComponentKind::kController);
        if (!controller) continue;
        Served served;
        served.classes = ClassesOf(*controller);
        served.module = &module;
        served.conditions = Both(Both(module.conditions, item.conditions), given.placed.conditions);
        Serve(application, served);
      }
    }
  }
}

void ComponentChains::BuildUnseen() {
  for (uint32_t file = 0; file < builder_.facts_.size(); ++file) {
    const std::vector<ComponentFact>& components = builder_.facts_[file].registrations.components;
    for (uint32_t i = 0; i < components.size(); ++i) {
      const ComponentFact& component = components[i];
      if (component.kind != ComponentKind::kController || built_.contains({file, i})) continue;
      Application application;
      application.preset = builder_.presets_.Find(component.preset);
      const auto used = builder_.table_.presets();
      if (std::find(used.begin(), used.end(), application.preset) == used.end()) continue;
      application.mounted = false;
      Piece& piece = application.pieces.emplace_back();
      piece.layer = builder_.Barrier(
          file, component.location,
          "(not seen: which module of an application has '" + component.name + "')");
      Served served;
      served.classes = ClassesOf({file, i});
      Serve(application, served);
    }
  }
}

}  // namespace krepis::analyzer
