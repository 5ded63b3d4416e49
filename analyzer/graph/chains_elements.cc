#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/graph/chains_builder.h"
#include "analyzer/graph/chains_paths.h"
#include "analyzer/graph/chains_placements.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxElements = 2'000'000;
/// Names that one behaviour is looked for by.
constexpr size_t kMaxSymbols = 64;
/// The run of conditions that are about one element alone.
constexpr uint32_t kOwnRun = ~0u;

/// Whether a and b cannot both hold: two arms of one branch.
bool Exclude(const std::vector<PlacedCondition>& a, const std::vector<PlacedCondition>& b) {
  for (const PlacedCondition& one : a) {
    const auto same =
        std::lower_bound(b.begin(), b.end(), PlacedCondition{one.run, {one.arm.branch, 0}});
    for (auto other = same;
         other != b.end() && other->run == one.run && other->arm.branch == one.arm.branch;
         ++other) {
      if (other->arm.arm != one.arm.arm) return true;
    }
  }
  return false;
}

PathMatch MatchTag(const std::optional<std::string>& tag, const Route& route) {
  if (route.tags_known && route.tags.empty()) return PathMatch::kNo;
  const bool has = tag && std::find(route.tags.begin(), route.tags.end(), *tag) != route.tags.end();
  if (has) return PathMatch::kYes;
  return tag && route.tags_known ? PathMatch::kNo : PathMatch::kMaybe;
}

PathMatch MatchTarget(RegistrationScope scope, const std::optional<std::string>& target,
                      const Route& route) {
  if (scope == RegistrationScope::kGlobal) return PathMatch::kYes;
  if (scope == RegistrationScope::kLocal) {
    if (!target || !route.path_known) return PathMatch::kMaybe;
    return *target == route.path ? PathMatch::kYes : PathMatch::kNo;
  }
  if (route.group_known && route.group.empty()) return PathMatch::kNo;
  if (!target || !route.group_known) return PathMatch::kMaybe;
  const bool below = route.group == *target || route.group.starts_with(*target + "/");
  return below ? PathMatch::kYes : PathMatch::kNo;
}

/// The name for people: what the symbol resolves to, or how the source calls it. `ours`: whether a
/// symbol that looks like a package's is of the workspace, by an alias.
template <class Ours>
std::string Shown(const RegistrationEntry& entry, const Ours& ours) {
  for (const std::string& symbol : entry.symbols) {
    const size_t hash = symbol.rfind('#');
    if (hash == std::string::npos) {
      if (symbol.find("::") != std::string::npos) break;
      return symbol;
    }
    const std::string_view name = std::string_view(symbol).substr(hash + 1);
    const bool external =
        symbol.starts_with("node/") || (symbol.starts_with("npm/") && !ours(symbol));
    if (external) return name == "default" ? symbol.substr(0, hash) : symbol;
    // What is default has no name but that of the importer.
    if (name.starts_with("default.")) return entry.shown;
    if (name != "default" && name != "*") return std::string(name);
  }
  return entry.shown;
}

bool MatchesAny(const std::vector<SymbolPattern>& patterns, const std::vector<std::string>& names) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const SymbolPattern& pattern) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return MatchesSymbol(pattern, name); });
  });
}

}  // namespace

void ChainBuilder::FindStages(const Preset& preset, const PlacedEvent::Entry& placed,
                              ChainEntry& made, Layer& layer) {
  const RegistrationEntry& entry = *placed.entry;
  std::vector<std::string> names = entry.symbols;
  std::vector<std::string> wrapped = entry.wrapped;
  made.arity = entry.arity;
  for (const std::string& symbol : entry.symbols) {
    if (placed.run == nullptr) break;
    const std::optional<InFile> function = index_.FunctionAt(placed.file, symbol);
    if (!function) continue;
    const std::vector<std::string>& given = index_.function_at(*function).symbols;
    names.insert(names.end(), given.begin(), given.end());
  }
  if (placed.source != nullptr && placed.leads)
    names.insert(names.end(), placed.source->symbols.begin(), placed.source->symbols.end());
  // What is kept in pipelines; where that is several things, it may be each of them.
  for (const std::string& symbol : entry.symbols) {
    const std::vector<InFile>& kept = index_.Kept(symbol);
    for (const InFile& place : kept) {
      const RegistrationExport& found = index_.export_at(place);
      std::vector<std::string>& to = kept.size() == 1 ? names : wrapped;
      to.insert(to.end(), found.symbols.begin(), found.symbols.end());
      wrapped.insert(wrapped.end(), found.wrapped.begin(), found.wrapped.end());
      for (const RegistrationEntry& one : found.entries)
        wrapped.insert(wrapped.end(), one.symbols.begin(), one.symbols.end());
    }
  }
  // What is exported, and what that extends or runs.
  struct Named {
    uint32_t file;
    std::string symbol;
    bool maybe;
  };
  std::vector<Named> work;
  for (const std::string& symbol : entry.symbols) work.push_back({placed.file, symbol, false});
  for (const std::string& symbol : entry.wrapped) work.push_back({placed.file, symbol, true});
  for (size_t next = 0; next < work.size() && next < kMaxSymbols; ++next) {
    const std::optional<InFile> exported = index_.Export(work[next].file, work[next].symbol);
    if (!exported) continue;
    const RegistrationExport& found = index_.export_at(*exported);
    const bool maybe = work[next].maybe;
    std::vector<std::string>& to = maybe ? wrapped : names;
    to.insert(to.end(), found.symbols.begin(), found.symbols.end());
    wrapped.insert(wrapped.end(), found.wrapped.begin(), found.wrapped.end());
    for (const std::string& symbol : found.symbols) work.push_back({exported->file, symbol, maybe});
    for (const std::string& symbol : found.wrapped) work.push_back({exported->file, symbol, true});
    if (!made.arity && !maybe) made.arity = found.arity;
  }
  const DeclaredTraits* declared = index_.Declared(preset, entry);
  const bool says_stage = declared != nullptr && !declared->traits.computed_stage;
  const bool stage_given = !entry.options.stage.empty() || entry.options.computed_stage;
  const auto bind = [&](const std::vector<std::string>& by) {
    for (const StageConfig& stage : config_.ordering.stages) {
      if (MatchesAny(stage.match, by) && !made.Is(stage.name.value))
        made.stages.push_back(stage.name.value);
    }
    // What a behaviour says of itself is not guessed by its name.
    if (says_stage || stage_given) return;
    for (size_t i = 0; i < preset.stages.size(); ++i) {
      const PresetStage& stage = preset.stages[i];
      const bool shaped = stage.arity && stage.arity == made.arity && made.stages.empty();
      if (!MatchesAny(stage.match, by) && !shaped) continue;
      if (!made.Is(stage.name)) made.stages.push_back(stage.name);
      layer.after = layer.after || stage.after;
      layer.stage_rank = std::min(layer.stage_rank, i);
    }
  };
  // What another name of a class stands for.
  if (const BehaviorClass* alias = index_.Class(preset, entry); alias != nullptr && alias->alias) {
    std::string_view base = alias->bases.front();
    while (!base.empty()) {
      names.emplace_back(base.substr(0, base.find(' ')));
      base.remove_prefix(std::min(names.back().size() + 1, base.size()));
    }
  }
  layer.stage_rank = Preset::npos;
  bind(names);
  const size_t sure = made.stages.size();
  if (!wrapped.empty()) {
    const Layer known = layer;
    bind(wrapped);
    if (sure != 0) layer = known;
  }
  made.maybe.assign(made.stages.begin() + static_cast<std::ptrdiff_t>(sure), made.stages.end());
  layer.doubtful = entry.doubtful || (placed.source != nullptr && placed.source->doubtful);
  if (layer.doubtful) made.maybe = made.stages;
  layer.doubtful = layer.doubtful || (sure == 0 && !made.stages.empty());
  if (!preset.traits.empty()) FindTraits(preset, entry, made, layer);
}

/// What a behaviour says of itself: by the options it is made with, else by its class, else by what
/// the preset knows of it.
void ChainBuilder::FindTraits(const Preset& preset, const RegistrationEntry& entry,
                              ChainEntry& made, Layer& layer) const {
  const DeclaredTraits* declared = index_.Declared(preset, entry);
  const TraitsFact& options = entry.options;
  layer.placements_known = false;
  if (const PresetBehavior* known = preset.FindBehavior(entry.symbols); known != nullptr) {
    layer.name = known->name;
    layer.placements_known = true;
    for (const std::string& inner : known->before) layer.placements.push_back({inner, false, true});
    for (const std::string& outer : known->after) layer.placements.push_back({outer, true, true});
  }
  std::string stage = options.stage;
  if (declared != nullptr) {
    const TraitsFact& traits = declared->traits;
    made.symbol = declared->type;
    if (!traits.computed_name) layer.name = traits.name;
    if (!traits.computed_placements) {
      layer.placements = traits.placements;
      layer.placements_known = true;
    }
    if (stage.empty() && !options.computed_stage && !traits.computed_stage)
      stage = traits.stage.empty() ? preset.unstaged : traits.stage;
  }
  if (!options.name.empty() || options.computed_name) layer.name = options.name;
  if (options.placed) layer.placements = options.placements;
  if (options.computed_placements) layer.placements_known = false;
  if (stage.empty()) return;
  if (!made.Is(stage)) made.stages.push_back(stage);
  layer.stage_rank = preset.StageIndex(stage);
}

bool ChainBuilder::SeveralPrograms(const Preset& preset) {
  if (!several_) several_ = index_.HasSeveralPrograms(preset);
  return *several_;
}

/// A behaviour by the name of its class: there has to be one.
void ChainBuilder::FindNamed(const Preset& preset, const RegistrationEntry& entry, ChainEntry& made,
                             Layer& layer) const {
  if (index_.Class(preset, entry) != nullptr || preset.FindBehavior(entry.symbols) != nullptr)
    return;
  if (const BehaviorClass* meant = index_.Meant(preset, entry.symbols.front()); meant != nullptr) {
    made.meant = meant->type;
    layer.absent = true;
  } else {
    made.barrier = true;  // a library may have it
  }
}

ChainBuilder::Layer ChainBuilder::LayerOf(const Preset& preset, const PlacedEvent::Entry& placed) {
  ChainEntry made;
  made.file = NodeId{placed.file + 1};
  made.location = placed.entry->location;
  made.symbol = Shown(*placed.entry, [&](const std::string& symbol) {
    return index_.Export(placed.file, symbol).has_value();
  });
  // What looks like a package may be an alias, or a package of the workspace.
  if (made.symbol.starts_with("npm/") && index_.IsOurs(placed.file, made.symbol))
    made.symbol.erase(0, made.symbol.rfind('#') + 1);
  Layer layer;
  layer.conditions = placed.conditions;
  const RegistrationEntry& phased =
      placed.source != nullptr && placed.entry->phase.empty() ? *placed.source : *placed.entry;
  const size_t phase = preset.PhaseIndex(phased.phase);
  layer.phase = phase == Preset::npos ? 0 : phase;
  FindStages(preset, placed, made, layer);
  made.barrier = placed.entry->barrier && made.stages.empty();
  if (placed.entry->named) FindNamed(preset, *placed.entry, made, layer);
  layer.entry = Intern(std::move(made));
  return layer;
}

uint32_t ChainBuilder::Intern(ChainEntry entry) {
  std::vector<uint32_t>& here = interned_[{Index(entry.file), entry.location.span.start}];
  for (const uint32_t known : here) {
    const ChainEntry& other = table_.entries_[known];
    if (other.location == entry.location && other.symbol == entry.symbol &&
        other.barrier == entry.barrier && other.stages == entry.stages &&
        other.maybe == entry.maybe && other.meant == entry.meant)
      return known;
  }
  here.push_back(static_cast<uint32_t>(table_.entries_.size()));
  table_.entries_.push_back(std::move(entry));
  return here.back();
}

ChainElement ChainBuilder::ElementOf(const Layer& layer,
                                     const std::vector<PlacedCondition>& conditions, bool surely) {
  ChainElement element;
  element.entry = layer.entry;
  element.scope = layer.scope;
  std::vector<PlacedCondition> more;
  std::set_difference(layer.conditions.begin(), layer.conditions.end(), conditions.begin(),
                      conditions.end(), std::back_inserter(more));
  const bool unseen = std::any_of(more.begin(), more.end(), [](const PlacedCondition& one) {
    return one.arm.arm == RegistrationCondition::kUnseen;
  });
  if (unseen) element.doubt = ChainDoubt::kSetUp;
  if (!surely) element.doubt = ChainDoubt::kPath;
  if (layer.doubtful) element.doubt = ChainDoubt::kStage;
  if (element.doubt != ChainDoubt::kNone) more.push_back({kOwnRun, {layer.entry, 0}});
  element.handler = layer.handler;
  element.of_method = layer.of_method || !layer.verb.empty();
  element.stage_rank = layer.stage_rank;
  if (table_.entries_[layer.entry].barrier || layer.unknown) {
    element.certainty = Certainty::kUnknown;
  } else if (!more.empty()) {
    element.certainty = Certainty::kMay;
  }
  if (!more.empty()) {
    const auto number = static_cast<uint32_t>(condition_numbers_.size() + 1);
    element.condition = condition_numbers_.emplace(std::move(more), number).first->second;
  }
  return element;
}

/// Moves the elements of a chain, made of `layers` each, where their placements put them.
void ChainBuilder::Place(const std::vector<const Layer*>& layers,
                         std::vector<ChainElement>& chain) {
  const bool as_they_are = std::all_of(layers.begin(), layers.end(), [](const Layer* layer) {
    const bool free = layer->placements.empty() && layer->placements_known;
    return free || layer->handler || layer->stage_rank == Preset::npos;
  });
  if (as_they_are) return;
  std::vector<PlacedLink> links;
  for (size_t i = 0; i < chain.size(); ++i) {
    const Layer& layer = *layers[i];
    PlacedLink& link = links.emplace_back();
    // The handler comes behind all stages.
    link.stage = layer.handler ? Preset::npos : std::min(layer.stage_rank, Preset::npos - 1);
    link.sure = chain[i].certainty == Certainty::kMust;
    link.condition = chain[i].condition;
    if (link.stage >= Preset::npos - 1) continue;
    link.name = layer.name;
    link.placements = layer.placements;
    link.placements_known = layer.placements_known;
  }
  const LinkOrder order = OrderLinks(links);
  std::vector<ChainElement> placed;
  for (const size_t i : order.order) {
    placed.push_back(chain[i]);
    placed.back().loose = order.loose[i];
  }
  chain = std::move(placed);
}

bool ChainBuilder::IsGuard(const Preset& preset, const Layer& layer) const {
  return std::any_of(preset.stages.begin(), preset.stages.end(), [&](const PresetStage& stage) {
    return stage.guard && table_.entries_[layer.entry].Is(stage.name);
  });
}

void ChainBuilder::Fill(const Preset& preset, const std::vector<PlacedCondition>& conditions,
                        const std::vector<Layer>& covering, const std::vector<Layer>& behind,
                        Route& route) {
  const bool several = preset.singleton && SeveralPrograms(preset);
  const auto has_main = [&](NodeId file) {
    const std::vector<RegisteringFunction>& functions =
        facts_[Index(file) - 1].registrations.functions;
    return std::any_of(functions.begin(), functions.end(),
                       [](const RegisteringFunction& one) { return one.name == "main"; });
  };
  const auto fill = [&](const std::vector<Layer>& layers, std::vector<ChainElement>& chain) {
    std::vector<const Layer*> filled;
    for (const Layer& layer : layers) {
      PathMatch match = PathMatch::kYes;
      const bool sure = layer.everywhere && !layer.passed;
      if (!layer.handler && !layer.paths.empty() && !sure) {
        match = layer.path_unknown || !route.path_known ? PathMatch::kMaybe : PathMatch::kNo;
        for (const std::string& path : layer.paths) {
          if (match == PathMatch::kMaybe && (layer.path_unknown || !route.path_known)) break;
          match = std::max(match, MatchPath(path, route.path, layer.exact));
        }
        const bool everywhere = layer.paths.size() == 1 && layer.paths[0] == "/" && !layer.exact;
        if (everywhere) match = PathMatch::kYes;
      }
      if (!layer.verb.empty() && layer.verb != route.method)
        match =
            route.method.empty() && match != PathMatch::kNo ? PathMatch::kMaybe : PathMatch::kNo;
      const bool whole = preset.lists || preset.singleton || !preset.assembly.empty();
      if (whole) match = PathMatch::kYes;
      // What another file registers may be another program's; that of another main() is.
      if (const NodeId file = table_.entries_[layer.entry].file;
          preset.singleton && several && !layer.handler && file != route.file)
        match = has_main(file) && has_main(route.file) ? PathMatch::kNo : PathMatch::kMaybe;
      if (preset.coverage == PresetCoverage::kScope &&
          preset.nesting != PresetNesting::kLastOuter && !layer.handler && !whole) {
        match = layer.by_tag ? MatchTag(layer.target, route)
                             : MatchTarget(layer.scope, layer.target, route);
      }
      if (match == PathMatch::kNo && preset.coverage == PresetCoverage::kScope && !layer.handler &&
          IsGuard(preset, layer) && route.missed.size() < kMaxChain)
        route.missed.push_back(ElementOf(layer, conditions, true));
      if (match == PathMatch::kNo || Exclude(layer.conditions, conditions)) continue;
      if (chain.size() >= kMaxChain || elements_ >= kMaxElements) {
        const Layer end =
            Barrier(Index(route.file) - 1, route.location, "(more behaviours than are followed)");
        LeaveOut();
        chain.push_back(ElementOf(end, {}, true));
        return;
      }
      ++elements_;
      const bool staged = layer.stage_rank != Preset::npos;
      ChainElement element = ElementOf(layer, conditions, match == PathMatch::kYes);
      // Where a behaviour of unknown stage stands among the others cannot be said.
      if (preset.nesting == PresetNesting::kStageMajor && !staged && !layer.handler)
        element.certainty = Certainty::kUnknown;
      chain.push_back(element);
      filled.push_back(&layer);
    }
    if (preset.nesting == PresetNesting::kStageMajor) Place(filled, chain);
  };
  fill(covering, route.chain);
  fill(behind, route.missed);
}

}  // namespace krepis::analyzer
