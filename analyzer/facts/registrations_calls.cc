#include "analyzer/facts/registrations_calls.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <utility>

#include "analyzer/facts/route_paths.h"

namespace krepis::analyzer {
namespace {

/// Calls of a chain that are looked through for the path of the last one, and objects in objects.
constexpr int kSteps = 64;

std::string UpperCase(std::string_view text) {
  std::string upper;
  for (const char c : text)
    upper.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  return upper;
}

/// "/users/:id" for "/users/{id}", as OpenAPI writes it.
std::string WithColons(std::string_view path) {
  std::string text;
  for (size_t i = 0; i < path.size(); ++i) {
    const size_t close =
        path[i] == '{' && i > 0 && path[i - 1] == '/' ? path.find('}', i) : path.npos;
    if (close == path.npos) {
      text.push_back(path[i]);
      continue;
    }
    text.push_back(':');
    text.append(path.substr(i + 1, close - i - 1));
    i = close;
  }
  return text;
}

RegistrationEffect EffectOf(PresetEffect effect) {
  switch (effect) {
    case PresetEffect::kRoute:
      return RegistrationEffect::kRoute;
    case PresetEffect::kMount:
      return RegistrationEffect::kMount;
    case PresetEffect::kPrefix:
      return RegistrationEffect::kPrefix;
    case PresetEffect::kParam:
      return RegistrationEffect::kParam;
    default:
      return RegistrationEffect::kUse;
  }
}

}  // namespace

Node CallReader::ObjectOf(Node expression) const {
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    if (ast_.Is(expression, NodeKind::kObject)) return expression;
    if (ast_.Is(expression, NodeKind::kCall)) {  // createRoute({…})
      const std::vector<Node> arguments = finder_.Arguments(expression);
      if (arguments.empty() || !entries_.IsPassed(expression)) return 0;
      expression = arguments[0];
    } else {
      expression = finder_.ValueOf(expression);
    }
  }
  return 0;
}

/// What an option says of a plugin.
CallReader::Switch CallReader::SwitchOf(Node options, const PluginOption& option) const {
  const Node object = ObjectOf(options);
  if (object == 0) return Switch::kMay;
  Switch said = Switch::kOn;
  for (const Node field : ast_.Children(object)) {
    if (ast_.Is(field, NodeKind::kSpread)) said = Switch::kMay;
    if (ast_.name(field) != option.field || !ast_.has_children(field)) continue;
    Node value = ast_.first_child(field);
    if (const Node known = finder_.ValueOf(value); known != 0) value = known;
    said = Switch::kMay;
    const bool literal = ast_.Is(value, NodeKind::kLiteral) || ast_.Is(value, NodeKind::kString);
    if (literal) said = ast_.name(value) == option.off ? Switch::kOff : Switch::kOn;
  }
  return said == Switch::kOff && option.routes ? Switch::kMay : said;
}

/// Takes from `entries` the plugins that hook in nowhere with their options.
void CallReader::ApplyOptions(Node options, const Preset& preset,
                              std::vector<RegistrationEntry>& entries) {
  std::erase_if(entries, [&](RegistrationEntry& entry) {
    for (const PluginOption& option : preset.options) {
      const bool meant =
          std::any_of(option.match.begin(), option.match.end(), [&](const SymbolPattern& pattern) {
            return std::any_of(
                entry.symbols.begin(), entry.symbols.end(),
                [&](const std::string& symbol) { return MatchesSymbol(pattern, symbol); });
          });
      if (!meant) continue;
      const Switch said = SwitchOf(options, option);
      if (said == Switch::kOff) return true;
      entry.doubtful = entry.doubtful || said == Switch::kMay;
    }
    return false;
  });
}

void CallReader::AddBarrier(Node node, const Preset& preset,
                            std::vector<RegistrationEntry>& entries) {
  RegistrationEntry& entry = entries.emplace_back();
  entry.barrier = true;
  entry.shown = finder_.Text(node);
  if (!preset.phases.empty()) entry.phase = preset.phases.front();
  entry.location.span = ast_.span(node);
}

/// The behaviours in the options of a route: {onRequest: [a], preHandler: b, handler}.
void CallReader::ReadOptions(Node options, const Preset& preset,
                             std::vector<RegistrationEntry>& entries) {
  std::vector<Node> work = {options};
  for (int step = 0; step < kSteps && !work.empty(); ++step) {
    const Node object = work.back();
    work.pop_back();
    for (const Node field : ast_.Children(object)) {
      if (ast_.Is(field, NodeKind::kSpread)) {
        const Node inner = ast_.has_children(field) ? ObjectOf(ast_.first_child(field)) : 0;
        if (inner != 0) {
          work.push_back(inner);
        } else {
          AddBarrier(field, preset, entries);
        }
        continue;
      }
      const std::string phase(ast_.name(field));
      if (preset.PhaseIndex(phase) == Preset::npos) continue;
      const bool method = ast_.Is(field, NodeKind::kFunction);
      const size_t first = entries.size();
      if (method || ast_.has_children(field))
        entries_.Read(method ? field : ast_.first_child(field), &preset, entries);
      for (size_t i = first; i < entries.size(); ++i) entries[i].phase = phase;
    }
  }
}

void CallReader::ReadVerbs(Node argument, Said& said) const {
  std::string text;
  if (finder_.Constant(argument, text) != nullptr) {
    said.verbs.push_back(UpperCase(text));
  } else if (ast_.Is(argument, NodeKind::kArray)) {
    for (const Node child : ast_.Children(argument)) {
      if (finder_.Constant(child, text) != nullptr) said.verbs.push_back(UpperCase(text));
    }
  }
  std::erase(said.verbs, "ALL");
}

/// {method: "GET", url: "/x"}; where it cannot be seen, a route of any method at a path not known.
void CallReader::ReadRouteOptions(Node options, const PresetCall& known, const Preset& preset,
                                  Said& said) {
  const Node object = ObjectOf(options);
  const auto is_field = [&](std::string_view name) {
    return std::find(known.fields.begin(), known.fields.end(), name) != known.fields.end();
  };
  if (object == 0) AddBarrier(options, preset, said.event.entries);
  for (Node field = object == 0 ? 0 : ast_.first_child(object);
       field != 0 && field < ast_.end(object); field = ast_.end(field)) {
    if (ast_.Is(field, NodeKind::kSpread) && preset.phases.empty())
      AddBarrier(field, preset, said.event.entries);
    const std::string_view name = ast_.name(field);
    if (!ast_.Is(field, NodeKind::kProperty) || !ast_.has_children(field)) continue;
    if (name == "method") ReadVerbs(ast_.first_child(field), said);
    if (name == "url" || name == "path")
      entries_.ReadPath(ast_.first_child(field), true, said.event);
    if (is_field(name)) entries_.Read(ast_.first_child(field), &preset, said.event.entries);
  }
  if (said.event.paths.empty()) {
    said.event.path_unknown = true;
    said.event.paths.push_back(finder_.Text(options));
  } else if (!said.event.path_unknown) {
    for (std::string& path : said.event.paths) path = WithColons(path);
  }
  if (object != 0) ReadOptions(object, preset, said.event.entries);
}

/// The path in the first argument, else that of the call before it: app.get("/x", a).post(b).
void CallReader::ReadOwnPath(Node call, const std::vector<Node>& arguments, Said& said) {
  RegistrationEvent& event = said.event;
  const std::vector<std::string> narrowed = std::exchange(event.paths, {});
  if (!arguments.empty() && entries_.ReadPath(arguments[0], false, event)) {
    said.next = 1;
  } else {
    Node at = call;
    for (int step = 0; step < kSteps && event.paths.empty(); ++step) {
      const Node callee = ast_.first_child(at);
      at = ast_.Is(callee, NodeKind::kMember) ? ast_.first_child(callee) : 0;
      if (at == 0 || !ast_.Is(at, NodeKind::kCall)) break;
      const std::vector<Node> before = finder_.Arguments(at);
      if (before.empty() || ast_.Has(at, kNew)) break;
      entries_.ReadPath(before[0], false, event);
    }
    if (event.paths.empty()) event.path_unknown = true;
    if (event.paths.empty()) event.paths.emplace_back("(as before)");
  }
  if (narrowed.empty()) return;
  for (std::string& path : event.paths) path = JoinPaths(narrowed[0], path);
}

bool CallReader::ReadKey(Node call, const PresetCall& known, const Preset& preset, Said& said) {
  const std::vector<Node> arguments = finder_.Arguments(call);
  RegistrationEvent& event = said.event;
  const bool narrowed = !event.paths.empty();
  if (arguments.empty()) return known.key == PresetKey::kNone;
  switch (known.key) {
    case PresetKey::kNone:
      if (!preset.prefix_option.empty() && known.effect == PresetEffect::kMount) {
        std::string prefix;
        if (finder_.ReadPrefix(arguments, 1, preset.prefix_option, prefix, event.path_unknown))
          event.paths = {prefix};
      }
      return true;
    case PresetKey::kOptionalPath: {
      std::vector<std::string> before = std::exchange(event.paths, {});
      if (arguments.size() > 1 && entries_.ReadPath(arguments[0], false, event)) said.next = 1;
      if (before.empty()) return true;
      if (event.paths.empty()) event.paths.emplace_back(preset.exact_paths ? "*" : "");
      for (std::string& path : event.paths) path = JoinPaths(before[0], path);
      return true;
    }
    case PresetKey::kPath:
      if (narrowed) return true;
      entries_.ReadPath(arguments[0], true, event);
      said.next = 1;
      return true;
    case PresetKey::kNamedPath: {
      std::string text;
      const bool named = arguments.size() > 2 && finder_.Constant(arguments[0], text) != nullptr &&
                         finder_.Constant(arguments[1], text) != nullptr;
      entries_.ReadPath(arguments[named ? 1 : 0], true, event);
      said.next = named ? 2 : 1;
      return true;
    }
    case PresetKey::kOwnPath:
      ReadOwnPath(call, arguments, said);
      return true;
    case PresetKey::kVerbPath:
    case PresetKey::kPathVerb: {
      if (arguments.size() < 2) return false;
      const bool verb_first = known.key == PresetKey::kVerbPath;
      const std::vector<std::string> before = std::exchange(event.paths, {});
      ReadVerbs(arguments[verb_first ? 0 : 1], said);
      entries_.ReadPath(arguments[verb_first ? 1 : 0], true, event);
      if (!before.empty()) {
        for (std::string& path : event.paths) path = JoinPaths(before[0], path);
      }
      said.next = 2;
      return true;
    }
    case PresetKey::kTarget:
    case PresetKey::kRoute:
      entries_.ReadTarget(arguments[0], known.key, preset, event);
      said.next = 1;
      return true;
    case PresetKey::kOptions:
      said.next = 1;
      ReadRouteOptions(arguments[0], known, preset, said);
      return true;
    case PresetKey::kPhase: {
      std::string text;
      said.next = 1;
      if (finder_.Constant(arguments[0], said.phase) == nullptr) {
        for (size_t i = 1; i < arguments.size(); ++i)
          AddBarrier(arguments[i], preset, event.entries);
        said.next = arguments.size();
        return true;
      }
      return preset.PhaseIndex(said.phase) != Preset::npos;
    }
  }
  return false;
}

std::optional<PresetCall> CallReader::IndexedCall(Node callee, const Preset& preset,
                                                  bool& constant) const {
  std::string method;
  constant = finder_.Constant(ast_.last_child(callee), method) != nullptr;
  const auto known =
      std::find_if(preset.calls.begin(), preset.calls.end(), [&](const PresetCall& one) {
        return constant ? one.method == method
                        : one.effect == PresetEffect::kRoute && !one.verb.empty();
      });
  if (known == preset.calls.end()) return std::nullopt;
  PresetCall call = *known;
  if (!constant) call.verb.clear();
  return call;
}

Node CallReader::MountedAt(Node argument, const Preset& preset) const {
  if (!ast_.Is(argument, NodeKind::kCall) || !ast_.has_children(argument)) return 0;
  const PresetCombinator* combinator =
      preset.FindCombinator(finder_.Names(ast_.first_child(argument)));
  return combinator != nullptr && combinator->path && combinator->all ? argument : 0;
}

std::vector<RegistrationEvent> CallReader::Read(Node call, const PresetCall& known,
                                                const Preset& preset,
                                                const PipelineFinder::Place& place) {
  Said said;
  RegistrationEvent& event = said.event;
  event.effect = EffectOf(known.effect);
  event.preset = preset.name;
  event.pipeline = place.pipeline;
  event.scope = known.scope;
  event.paths = place.paths;
  event.path_unknown = place.path_unknown;
  said.phase = known.phase;
  if (!ReadKey(call, known, preset, said)) return {};
  for (std::string& path : event.paths) {
    if (!known.suffix.empty()) path = JoinPaths(path, known.suffix);
  }
  const std::vector<Node> arguments = finder_.Arguments(call);
  const Node callee = ast_.first_child(call);
  std::vector<RegistrationEvent> events;
  if (const Node type = ast_.child(callee, NodeKind::kTypeReference);
      type != 0 && !preset.makers.empty()) {
    event.entries.push_back(entries_.OfType(type, std::span(arguments).subspan(said.next), preset));
    event.entries.back().location.span = ast_.span(call);
    event.verb = known.verb;
    events.push_back(std::move(event));
    return events;
  }
  const bool phased = !preset.phases.empty();
  const bool route = known.effect == PresetEffect::kRoute;
  const bool mount = phased && known.effect == PresetEffect::kMount && said.next == 0;
  size_t end = mount ? std::min<size_t>(arguments.size(), 1) : arguments.size();
  // app.openapi(route, handler, hook)
  if (known.key == PresetKey::kOptions) end = std::min<size_t>(end, phased ? 1 : 2);
  for (size_t next = said.next; next < end; ++next) {
    const Node argument = arguments[next];
    if (phased && route) {
      if (const Node object = ObjectOf(argument); object != 0) {
        ReadOptions(object, preset, event.entries);
        continue;
      }
      if (next + 1 < end) {
        AddBarrier(argument, preset, event.entries);  // options that are not known
        continue;
      }
    }
    if (const Node mounted = MountedAt(argument, preset); mounted != 0 && !route) {
      const std::vector<Node> inner = finder_.Arguments(mounted);
      RegistrationEvent at = event;
      at.entries.clear();
      if (!event.entries.empty()) events.push_back(event);
      event.entries.clear();
      if (inner.size() > 1) {
        const std::vector<std::string> before = std::exchange(at.paths, {});
        entries_.ReadPath(inner[0], true, at);
        if (!before.empty()) {
          for (std::string& path : at.paths) path = JoinPaths(before[0], path);
        }
      }
      if (!inner.empty()) entries_.Read(inner.back(), &preset, at.entries);
      if (!at.entries.empty()) events.push_back(std::move(at));
      continue;
    }
    entries_.Read(argument, &preset, event.entries);
  }
  if (mount && arguments.size() > 1) ApplyOptions(arguments[1], preset, event.entries);
  if (!event.entries.empty() || known.effect == PresetEffect::kPrefix)
    events.push_back(std::move(event));
  for (RegistrationEvent& made : events) {
    for (RegistrationEntry& entry : made.entries) {
      if (phased && entry.phase.empty()) entry.phase = route ? "handler" : said.phase;
    }
    made.verb = said.verbs.empty() ? known.verb : said.verbs[0];
  }
  // A route of several verbs is as many routes.
  const size_t single = events.size();
  for (size_t verb = 1; verb < said.verbs.size(); ++verb) {
    for (size_t i = 0; i < single; ++i) {
      events.push_back(events[i]);
      events.back().verb = said.verbs[verb];
    }
  }
  return events;
}

}  // namespace krepis::analyzer
