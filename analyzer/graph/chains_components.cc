#include "analyzer/graph/chains_components.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace krepis::analyzer {
namespace {

/// Decorators made of decorators, and classes that extend classes.
constexpr int kDepth = 16;
constexpr size_t kMaxItems = 4'096;
constexpr size_t kMaxRoutes = 100'000;
/// Items of one file share branches; no run of a function has such a number.
constexpr uint32_t kFileRun = 1u << 31;
/// `*path` and `{*path}` stand for anything, with or without a name.
std::string Wildcards(std::string_view path) {
  std::string plain;
  for (const char c : path) {
    if (c != '{' && c != '}') plain.push_back(c);
  }
  return plain.find('*') == std::string::npos ? std::string(path) : plain;
}

/// Whether a pattern is for all paths.
bool IsEverything(std::string_view pattern, bool exact) {
  while (pattern.starts_with('/')) pattern.remove_prefix(1);
  if (pattern.empty()) return !exact;
  return pattern == "(.*)" ||
         (pattern.starts_with('*') && pattern.find('/') == std::string_view::npos);
}

/// `users` of `users/*rest`, which is for what is below it alone; else "".
std::string_view BelowOf(std::string_view pattern) {
  const size_t last = pattern.rfind('/');
  if (last == std::string_view::npos || last == 0) return {};
  const std::string_view end = pattern.substr(last + 1);
  return end.starts_with('*') || end == "(.*)" ? pattern.substr(0, last) : std::string_view();
}

}  // namespace

std::vector<PlacedCondition> Both(const std::vector<PlacedCondition>& a,
                                  const std::vector<PlacedCondition>& b) {
  std::vector<PlacedCondition> both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

std::vector<PlacedCondition> With(const std::vector<PlacedCondition>& around, uint32_t file,
                                  const std::vector<RegistrationCondition>& more) {
  std::vector<PlacedCondition> all = around;
  for (const RegistrationCondition& arm : more) all.push_back({kFileRun | file, arm});
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

const ComponentFact& ComponentChains::fact(InFile component) const {
  return builder_.facts_[component.file].registrations.components[component.index];
}

/// Adds `items`, those of decorators that the program makes in their place.
void ComponentChains::Flatten(uint32_t file, const std::vector<ComponentItem>& items,
                              const Arguments* arguments, const Conditions& around, int depth,
                              std::vector<PlacedItem>& placed) const {
  for (const ComponentItem& item : items) {
    if (placed.size() >= kMaxItems) return;
    Arguments entries;
    for (const RegistrationEntry& entry : item.entries) {
      if (arguments != nullptr && entry.parameter < arguments->size()) {
        entries.push_back((*arguments)[entry.parameter]);
        entries.back().phase = entry.phase;
      } else {
        entries.push_back({{&entry, file, With({}, file, entry.conditions)}, entry.phase});
      }
    }
    const Conditions conditions = With(around, file, item.conditions);
    if (item.effect != ComponentEffect::kDecorator) {
      placed.push_back({&item, file, std::move(entries), conditions});
      continue;
    }
    if (entries.empty() || depth == kDepth) continue;
    const std::optional<InFile> made = ComponentOf(entries[0].placed, ComponentKind::kDecorator);
    if (!made) continue;
    entries.erase(entries.begin());
    Flatten(made->file, fact(*made).items, &entries, conditions, depth + 1, placed);
  }
}

std::optional<InFile> ComponentChains::ComponentOf(const PlacedEvent::Entry& entry,
                                                   ComponentKind kind) const {
  std::optional<InFile> found = builder_.index_.Component(entry.file, entry.entry->symbols);
  if (found && fact(*found).kind != kind) found.reset();
  return found;
}

std::vector<InFile> ComponentChains::ClassesOf(InFile component) const {
  std::vector<InFile> classes;
  std::optional<InFile> next = component;
  for (int depth = 0; depth < kDepth && next; ++depth) {
    if (std::find(classes.begin(), classes.end(), *next) != classes.end()) break;
    classes.push_back(*next);
    next = builder_.index_.Component(next->file, fact(*next).bases);
    if (next && fact(*next).kind == ComponentKind::kDecorator) break;
  }
  return classes;
}

/// What stands on the classes: a class adds to what stands on its base.
std::vector<ComponentChains::PlacedItem> ComponentChains::ItemsOf(
    const std::vector<InFile>& classes) const {
  std::vector<PlacedItem> items;
  for (auto place = classes.rbegin(); place != classes.rend(); ++place)
    Flatten(place->file, fact(*place).items, nullptr, {}, 0, items);
  return items;
}

void ComponentChains::AddPiece(const Preset& preset, const Given& given, RegistrationScope scope,
                               const Conditions& conditions, uint32_t order,
                               std::vector<Piece>& pieces) const {
  Piece& piece = pieces.emplace_back();
  piece.layer = builder_.LayerOf(preset, given.placed);
  piece.layer.scope = scope;
  piece.layer.conditions = Both(conditions, piece.layer.conditions);
  const size_t phase = preset.PhaseIndex(given.phase);
  piece.phase = phase == Preset::npos ? 0 : phase;
  piece.order = order;
  piece.file = given.placed.file;
}

void ComponentChains::Serve(const Application& application, const Served& served) {
  const InFile controller = served.classes.front();
  built_.insert(controller);
  if (!served_.insert(controller).second) return;
  const std::vector<PlacedItem> items = ItemsOf(served.classes);
  std::set<std::string_view> seen;
  for (const InFile& component : served.classes) {
    for (const ComponentMember& member : fact(component).members) {
      if (!seen.insert(member.name).second) continue;  // a derived class has its own
      std::vector<PlacedItem> own;
      Flatten(component.file, member.items, nullptr, {}, 0, own);
      const auto route = std::find_if(own.rbegin(), own.rend(), [](const PlacedItem& item) {
        return item.item->effect == ComponentEffect::kRoute;
      });
      if (route != own.rend()) AddRoute(application, served, items, own, member, component, *route);
    }
  }
}

std::vector<ComponentChains::PathOf> ComponentChains::PathsOf(const Application& application,
                                                              const Served& served,
                                                              const std::vector<PlacedItem>& items,
                                                              const std::vector<PlacedItem>& own,
                                                              const PlacedItem& route) const {
  const ComponentFact& controller = fact(served.classes.front());
  std::vector<std::string> versions = application.default_versions;
  bool version_unknown = application.versions_unknown;
  for (const auto* list : {&items, &own}) {
    for (const PlacedItem& item : *list) {
      if (item.item->effect != ComponentEffect::kVersion) continue;
      versions = item.item->paths;
      version_unknown = version_unknown || item.item->path_unknown;
    }
  }
  if (!application.versions) versions.clear();
  if (versions.empty()) versions.push_back("");
  const std::string module = served.module == nullptr ? "" : served.module->path;
  std::vector<PathOf> paths;
  const std::vector<std::string> none = {""};
  for (const std::string& prefix : controller.paths.empty() ? none : controller.paths) {
    for (const std::string& own_path : route.item->paths) {
      for (const std::string& version : versions) {
        PathOf path;
        path.plain = JoinPaths(JoinPaths(module, prefix), own_path);
        path.known = !controller.path_unknown && !route.item->path_unknown &&
                     (served.module == nullptr || !served.module->path_unknown) &&
                     (!application.versions || !version_unknown);
        path.versioned = !version.empty();
        path.full = path.versioned
                        ? JoinPaths("/" + application.version_prefix + version, path.plain)
                        : path.plain;
        PathMatch without = PathMatch::kNo;
        for (const ComponentTarget& target : application.unprefixed) {
          without = std::max(without, MatchTarget(target, served.classes.front().file, true, served,
                                                  route.item->verb, path));
        }
        if (without != PathMatch::kYes && !application.prefix.empty()) {
          path.full = JoinPaths(application.prefix, path.full);
          path.known = path.known && !application.prefix_unknown && without == PathMatch::kNo;
        }
        paths.push_back(std::move(path));
      }
    }
  }
  return paths;
}

PathMatch ComponentChains::MatchTarget(const ComponentTarget& target, uint32_t file, bool except,
                                       const Served& served, const std::string& verb,
                                       const PathOf& path) const {
  if (!target.symbols.empty()) {
    const std::optional<InFile> meant = builder_.index_.Component(file, target.symbols);
    if (!meant) return PathMatch::kMaybe;
    const bool ours = *meant == served.classes.front();
    return ours ? PathMatch::kYes : PathMatch::kNo;
  }
  if (target.unknown) return PathMatch::kMaybe;
  const std::string pattern = Wildcards(target.path);
  const bool exact = except || target.exact;
  PathMatch match = PathMatch::kYes;
  if (!IsEverything(pattern, exact)) {
    match = path.known ? MatchPath(pattern, path.plain, exact) : PathMatch::kMaybe;
    const std::string_view below =
        target.path.find('{') == std::string::npos ? BelowOf(pattern) : "";
    if (!below.empty() && MatchPath(below, path.plain, true) == PathMatch::kYes)
      match = PathMatch::kNo;
    // The versions that it is for are those without one.
    if (path.versioned && !except) match = std::min(match, PathMatch::kMaybe);
  }
  if (target.verb.empty() || target.verb == verb || match == PathMatch::kNo) return match;
  return verb.empty() ? PathMatch::kMaybe : PathMatch::kNo;
}

PathMatch ComponentChains::Match(const Piece& piece, const Served& served, const std::string& verb,
                                 const PathOf& path) const {
  const Layer& layer = piece.layer;
  if (piece.targeted == nullptr) {
    if (layer.paths.empty()) return PathMatch::kYes;
    PathMatch match = PathMatch::kNo;
    for (const std::string& pattern : layer.paths) {
      const bool sure = !layer.path_unknown && path.known;
      match = std::max(match, sure ? MatchPath(pattern, path.full, false) : PathMatch::kMaybe);
    }
    return match;
  }
  PathMatch match = PathMatch::kNo;
  for (const ComponentTarget& target : piece.targeted->targets)
    match = std::max(match, MatchTarget(target, piece.file, false, served, verb, path));
  for (const ComponentTarget& target : piece.targeted->excepted) {
    const PathMatch except = MatchTarget(target, piece.file, true, served, verb, path);
    if (except == PathMatch::kYes) return PathMatch::kNo;
    if (except == PathMatch::kMaybe) match = std::min(match, PathMatch::kMaybe);
  }
  return match;
}

void ComponentChains::AddRoute(const Application& application, const Served& served,
                               const std::vector<PlacedItem>& items,
                               const std::vector<PlacedItem>& own, const ComponentMember& member,
                               InFile component, const PlacedItem& route) {
  const Preset& preset = *application.preset;
  std::vector<Piece> pieces = application.pieces;
  uint32_t order = 0;
  if (fact(served.classes.back()).base_unknown) {
    Piece& piece = pieces.emplace_back();
    const InFile base = served.classes.back();
    piece.layer = builder_.Barrier(base.file, fact(base).location,
                                   "(not seen: what '" + fact(base).name + "' extends)");
    piece.layer.scope = RegistrationScope::kGroup;
    for (const PresetDecorator& decorator : preset.components.decorators) {
      const size_t phase = preset.PhaseIndex(decorator.phase);
      if (phase != Preset::npos && piece.phase == 0) piece.phase = phase;
    }
  }
  for (const auto& [list, scope] :
       {std::pair(&items, RegistrationScope::kGroup), std::pair(&own, RegistrationScope::kLocal)}) {
    for (const PlacedItem& item : *list) {
      if (item.item->effect != ComponentEffect::kUse || item.item->everywhere) continue;
      for (const Given& given : item.entries)
        AddPiece(preset, given, scope, item.conditions, ++order, pieces);
    }
  }
  Piece& handler = pieces.emplace_back();
  ChainEntry made;
  made.file = NodeId{component.file + 1};
  made.location = member.location;
  made.symbol = fact(served.classes.front()).name + "." + member.name;
  handler.layer.entry = builder_.Intern(std::move(made));
  handler.layer.stage_rank = Preset::npos;
  handler.layer.scope = RegistrationScope::kLocal;
  handler.layer.handler = true;
  handler.phase = preset.PhaseIndex("handler");
  const auto is_reversed = [&](const Piece& piece) {
    const std::string& phase = preset.phases[piece.phase];
    return std::find(preset.reversed.begin(), preset.reversed.end(), phase) !=
           preset.reversed.end();
  };
  std::stable_sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
    if (a.phase != b.phase) return a.phase < b.phase;
    const auto key = [](const Piece& piece) { return std::pair(piece.layer.scope, piece.order); };
    return is_reversed(a) ? key(b) < key(a) : key(a) < key(b);
  });
  for (const PathOf& path : PathsOf(application, served, items, own, route)) {
    if (builder_.routes().size() >= kMaxRoutes) {
      builder_.LeaveOut();
      return;
    }
    Route added;
    added.method = route.item->verb;
    added.path_known = path.known;
    added.mount_known = application.mounted;
    added.path = path.known ? path.full : "{" + path.full + "}";
    added.preset = &preset;
    added.file = NodeId{component.file + 1};
    added.location = route.item->location;
    for (const Piece& piece : pieces) {
      const PathMatch match = Match(piece, served, added.method, path);
      if (match == PathMatch::kNo) continue;
      if (added.chain.size() >= kMaxChain) {
        builder_.LeaveOut();
        const Layer end =
            builder_.Barrier(component.file, added.location, "(more behaviours than are followed)");
        added.chain.push_back(builder_.ElementOf(end, {}, true));
        break;
      }
      added.chain.push_back(
          builder_.ElementOf(piece.layer, served.conditions, match == PathMatch::kYes));
    }
    builder_.routes().push_back(std::move(added));
  }
}

}  // namespace krepis::analyzer
