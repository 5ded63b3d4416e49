#include "analyzer/facts/registrations_arguments.h"

#include <algorithm>
#include <array>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Calls on one route, and names of it, that are followed.
constexpr int kSteps = 32;
constexpr size_t kMaxUses = 32;
constexpr size_t kMaxConstraints = 256;

/// The HTTP method that a constant of a framework is called by: Get, HTTPMethod::POST, "GET"; empty
/// when it is none.
std::string VerbNamed(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kVerbs = {"GET",    "HEAD",    "POST",  "PUT",
                                                             "DELETE", "OPTIONS", "PATCH", "TRACE"};
  std::string verb(LastSegment(name));
  for (char& c : verb) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end() ? std::string() : verb;
}

}  // namespace

/// "/login" in api::v1::User: /api/v1/User/login
std::string ArgumentReader::ClassPath(Node call, std::string_view path) const {
  std::string joined = "/" + finder_.Enclosing(call);
  for (size_t at = joined.find("::"); at != std::string::npos; at = joined.find("::", at))
    joined.replace(at, 2, "/");
  if (!path.empty() && !path.starts_with('/')) joined.push_back('/');
  return joined.append(path);
}

RegistrationEntry ArgumentReader::NoHandler(Node call) const {
  RegistrationEntry entry;
  entry.location.span = ast_.span(call);
  entry.shown = finder_.Enclosing(call);
  if (entry.shown.empty()) {
    entry.barrier = true;
    entry.shown = "(no handler)";
  } else {
    entry.symbols = {entry.shown};
  }
  return entry;
}

bool ArgumentReader::IsValue(Node declaration) const {
  return declaration != 0 && !ast_.Is(declaration, NodeKind::kClass) &&
         !ast_.Is(declaration, NodeKind::kTypeAlias) && !ast_.Is(declaration, NodeKind::kUsing);
}

/// "/x?id={id}" is at /x.
void ArgumentReader::DropQuery(RegistrationEvent& event) {
  std::string& path = event.paths.back();
  const size_t query = path.find('?');
  if (query != std::string::npos && path.find('=', query) != std::string::npos) path.resize(query);
}

/// A behaviour by the name of its class.
RegistrationEntry ArgumentReader::ByName(Node name) const {
  RegistrationEntry entry;
  entry.location.span = ast_.span(name);
  entry.symbols = finder_.TypeNames(name);
  entry.shown = ast_.name(name);
  return entry;
}

/// `Get`, `"LoginFilter"`, and lists of such.
void ArgumentReader::ReadConstraint(Node argument, RegistrationParts& parts) {
  std::vector<Node> stack = {argument};
  size_t seen = 0;
  while (!stack.empty() && ++seen <= kMaxConstraints) {
    const Node node = stack.back();
    stack.pop_back();
    std::vector<Node> inner;
    Node list = 0;
    if (ast_.Is(node, NodeKind::kArray)) {
      for (const Node child : ast_.Children(node)) inner.push_back(child);
    } else if (ast_.Is(node, NodeKind::kCall) && ast_.Has(node, kNew)) {
      inner = finder_.Arguments(node);  // std::vector<HttpConstraint>{…}
    } else if (const std::string verb = VerbNamed(ast_.name(node));
               !verb.empty() && !ast_.Is(node, NodeKind::kString)) {
      parts.verbs.push_back(verb);
    } else if (std::string text; finder_.Constant(node, text) != nullptr) {
      RegistrationEntry& entry = parts.behaviors.emplace_back();
      entry.location.span = ast_.span(node);
      entry.symbols = {text};
      entry.shown = text;
      entry.named = true;
    } else if (list = ast_.Is(node, NodeKind::kName) ? entries_.ListOf(node) : 0; list != 0) {
      inner.push_back(list);
    } else {
      RegistrationEntry& entry = parts.behaviors.emplace_back();
      entry.location.span = ast_.span(node);
      entry.shown = finder_.Text(node);
      entry.barrier = true;
    }
    stack.insert(stack.end(), inner.rbegin(), inner.rend());
  }
}

void ArgumentReader::Read(Node call, const PresetCall& known, const Preset& preset,
                          RegistrationEvent& event, RegistrationParts& parts) {
  if (known.arguments.empty()) return;
  const std::vector<Node> arguments = finder_.Arguments(call);
  for (size_t i = 0; i < arguments.size(); ++i) {
    const Node argument = arguments[i];
    switch (known.arguments[std::min(i, known.arguments.size() - 1)]) {
      case PresetArgument::kOther:
        break;
      case PresetArgument::kPipeline:
        parts.place = finder_.FindGiven(argument);
        break;
      case PresetArgument::kPath:
        entries_.ReadPath(argument, true, event);
        DropQuery(event);
        break;
      case PresetArgument::kClassPath:
        entries_.ReadPath(argument, true, event);
        DropQuery(event);
        event.paths.back() = ClassPath(call, event.paths.back());
        break;
      case PresetArgument::kVerb: {
        const std::string verb = VerbNamed(ast_.name(argument));
        // A computed one may be any.
        parts.verbs.push_back(verb);
        break;
      }
      case PresetArgument::kBehavior:
        if (ast_.Is(argument, NodeKind::kName) && !IsValue(scopes_.DeclarationOf(argument))) {
          parts.behaviors.push_back(ByName(argument));
        } else {
          entries_.Read(argument, &preset, parts.behaviors);
        }
        break;
      case PresetArgument::kMounted: {
        const size_t first = parts.behaviors.size();
        entries_.Read(argument, &preset, parts.behaviors);
        if (parts.behaviors.size() == first + 1 && parts.behaviors[first].pipeline == kNoIndex)
          parts.behaviors[first].pipeline = finder_.FindGiven(argument).pipeline;
        break;
      }
      case PresetArgument::kHandler:
        parts.handler.clear();
        if (std::string text; finder_.Constant(argument, text) != nullptr) {
          RegistrationEntry& entry = parts.handler.emplace_back();
          entry.location.span = ast_.span(argument);
          entry.symbols = {text};
          entry.shown = text;
        } else {
          entries_.Read(argument, &preset, parts.handler);
        }
        break;
      case PresetArgument::kConstraint:
        ReadConstraint(argument, parts);
        break;
    }
  }
  // route.middlewares<decltype(app), Local>()
  if (std::find(known.arguments.begin(), known.arguments.end(), PresetArgument::kBehavior) ==
      known.arguments.end())
    return;
  for (const Node type : ast_.Children(ast_.first_child(call))) {
    if (ast_.Is(type, NodeKind::kTypeReference) && !finder_.IsPipelineType(type))
      parts.behaviors.push_back(ByName(type));
  }
}

/// One call on `route`: the node that stands for the route behind it, or 0 when there is none.
Node ArgumentReader::ReadStep(Node route, const Preset& preset, RegistrationEvent& event,
                              RegistrationParts& parts) {
  const Node parent = scopes_.parent(route);
  if (ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) == route) {
    const std::vector<Node> arguments = finder_.Arguments(parent);
    if (!arguments.empty()) {
      parts.handler.clear();
      entries_.Read(arguments.back(), &preset, parts.handler);
    }
    return parent;
  }
  if (!ast_.Is(parent, NodeKind::kMember) || ast_.first_child(parent) != route) return 0;
  const Node call = scopes_.parent(parent);
  if (!ast_.Is(call, NodeKind::kCall) || ast_.first_child(call) != parent) return 0;
  if (const PresetCall* chained = preset.FindChained(ast_.name(parent)); chained != nullptr) {
    if (std::find(chained->arguments.begin(), chained->arguments.end(), PresetArgument::kVerb) !=
        chained->arguments.end())
      parts.verbs.clear();
    Read(call, *chained, preset, event, parts);
  }
  return call;
}

void ArgumentReader::ReadChain(Node route, const Preset& preset, RegistrationEvent& event,
                               RegistrationParts& parts) {
  Node last = route;
  for (int step = 0; step < kSteps; ++step) {
    const Node next = ReadStep(last, preset, event, parts);
    if (next == 0) break;
    last = next;
  }
  // auto& route = CROW_ROUTE(app, "/x");
  const Node variable = scopes_.parent(last);
  if (!ast_.Is(variable, NodeKind::kVariable)) return;
  for (const Node use : UsesOf(variable)) {
    Node at = use;
    for (int step = 0; step < kSteps && at != 0; ++step) at = ReadStep(at, preset, event, parts);
  }
}

const std::vector<Node>& ArgumentReader::UsesOf(Node variable) {
  if (!collected_) {
    collected_ = true;
    for (Node node = 1; node < ast_.size(); ++node) {
      if (!ast_.Is(node, NodeKind::kName)) continue;
      const Node declaration = scopes_.DeclarationOf(node);
      if (declaration == 0 || !ast_.Is(declaration, NodeKind::kVariable)) continue;
      std::vector<Node>& uses = uses_[declaration];
      if (uses.size() < kMaxUses) uses.push_back(node);
    }
  }
  return uses_[variable];
}

/// Of many calls in one chain each has a line of its own: that of its method.
ByteSpan ArgumentReader::SpanOf(Node call) const {
  const ByteSpan whole = ast_.span(call);
  const Node callee = ast_.first_child(call);
  if (!ast_.Is(callee, NodeKind::kMember) || ast_.child(callee, NodeKind::kTypeReference) != 0)
    return whole;
  const auto name = static_cast<uint32_t>(ast_.name(callee).size());
  const uint32_t end = ast_.span(callee).end();
  return end < whole.start + name ? whole : ByteSpan{end - name, whole.end() - (end - name)};
}

std::vector<RegistrationEvent> ArgumentReader::EventsOf(Node call, const PresetCall& known,
                                                        const Preset& preset,
                                                        const PipelineFinder::Place& place) {
  RegistrationEvent event;
  event.effect =
      known.effect == PresetEffect::kUse ? RegistrationEffect::kUse : RegistrationEffect::kRoute;
  event.preset = preset.name;
  event.scope = known.scope;
  event.verb = known.verb;
  event.location.span = SpanOf(call);
  RegistrationParts parts;
  parts.place = place;
  Read(call, known, preset, event, parts);
  if (preset.singleton) parts.place.pipeline = finder_.Singleton(preset, call);
  const bool route = event.effect == RegistrationEffect::kRoute;
  if (!parts.place || (!route && parts.behaviors.empty())) return {};
  event.pipeline = parts.place.pipeline;
  if (known.chains) ReadChain(call, preset, event, parts);
  event.entries = std::move(parts.behaviors);
  for (RegistrationEntry& entry : event.entries) entry.phase = known.phase;
  if (route) {
    event.entries.push_back(parts.handler.empty() ? NoHandler(call)
                                                  : std::move(parts.handler.back()));
    if (!preset.phases.empty()) event.entries.back().phase = "handler";
  }
  for (RegistrationEntry& entry : event.entries) {
    if (entry.shown.starts_with('&')) entry.shown.erase(0, 1);
  }
  if (parts.verbs.empty()) parts.verbs.push_back(event.verb);
  std::sort(parts.verbs.begin(), parts.verbs.end());
  parts.verbs.erase(std::unique(parts.verbs.begin(), parts.verbs.end()), parts.verbs.end());
  std::vector<RegistrationEvent> events(parts.verbs.size(), event);
  for (size_t i = 0; i < events.size(); ++i) events[i].verb = std::move(parts.verbs[i]);
  return events;
}

std::vector<RegistrationEvent> ArgumentReader::Listed(const std::vector<PipelineFact>& pipelines) {
  std::vector<RegistrationEvent> events;
  for (const PipelineFinder::ListedType& listed : finder_.listed()) {
    const PipelineFact& fact = pipelines[listed.pipeline];
    for (const Preset* preset : finder_.presets()) {
      if (preset->name != fact.preset) continue;
      RegistrationEvent& event = events.emplace_back();
      event.preset = fact.preset;
      event.pipeline = listed.pipeline;
      event.function = fact.function;
      event.listed = true;
      event.location.span = ast_.span(listed.type);
      if (listed.list == 0) {
        RegistrationEntry& entry = event.entries.emplace_back();
        entry.location.span = ast_.span(listed.type);
        entry.shown = finder_.Text(listed.type);
        entry.barrier = true;
        continue;
      }
      for (const Node type : ast_.Children(listed.list)) {
        if (ast_.Is(type, NodeKind::kTypeReference))
          event.entries.push_back(entries_.OfType(type, {}, *preset));
      }
    }
  }
  return events;
}

}  // namespace krepis::analyzer
