#include "analyzer/facts/registrations_value_extract.h"

#include <algorithm>
#include <set>
#include <unordered_set>
#include <utility>

#include "analyzer/facts/registrations_conditions.h"
#include "analyzer/facts/registrations_value_entries.h"
#include "analyzer/facts/registrations_value_settle.h"
#include "analyzer/facts/registrations_values.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kVerbs[] = {"GET",    "HEAD",    "POST",    "PUT",  "PATCH",
                                       "DELETE", "OPTIONS", "CONNECT", "TRACE"};

class ValueExtractor {
 public:
  ValueExtractor(const Scopes& scopes, std::string_view source, const PresetTable& presets)
      : scopes_(scopes),
        ast_(scopes.ast()),
        finder_(scopes, source, presets, facts_),
        entries_(scopes, finder_),
        conditions_(scopes) {}

  RegistrationFacts Run() {
    if (finder_.presets().empty()) return {};
    for (Node node = 1; node < ast_.size(); ++node) {
      if (ast_.Is(node, NodeKind::kFunction) && !finder_.IsTestOnly(node)) ReadAttributes(node);
    }
    // Inner calls stand behind outer ones, so this asks for the start of a chain of calls first.
    for (Node node = ast_.size() - 1; node != 0; --node) {
      if (ast_.Is(node, NodeKind::kCall) && !finder_.IsTestOnly(node)) ReadCall(node);
    }
    FindReturns();
    FindBehaviors();
    EmitCalls();
    SettleRegistrations(finder_, order_, facts_);
    if (facts_.empty() &&
        std::all_of(facts_.functions.begin(), facts_.functions.end(),
                    [](const auto& function) { return function.symbols.empty(); }))
      return {};
    return std::move(facts_);
  }

 private:
  RegistrationEvent Event(RegistrationEffect effect, const Preset& preset, uint32_t pipeline) {
    RegistrationEvent event;
    event.effect = effect;
    event.preset = preset.name;
    event.pipeline = pipeline;
    return event;
  }

  /// `#[get("/x", wrap = "Guard")] async fn list()`.
  void ReadAttributes(Node function) {
    const uint32_t pipeline = finder_.OfAttributed(function);
    if (pipeline == kNoIndex) return;
    facts_.functions[finder_.NumberOf(function)].returns = {pipeline};
    for (const Preset* preset : finder_.presets()) {
      if (preset->name != facts_.pipelines[pipeline].preset) continue;
      bool several = false;
      for (const Node attribute : ast_.Children(function)) {
        const PresetAttribute* known = KnownAttribute(attribute, *preset);
        several = several || (known != nullptr && known->several);
      }
      for (const Node attribute : ast_.Children(function)) {
        const PresetAttribute* known = KnownAttribute(attribute, *preset);
        if (known == nullptr && several) known = VerbAttribute(attribute, *preset);
        if (known != nullptr && !known->several && !known->prefix)
          ReadAttribute(function, attribute, *known, *preset, pipeline);
      }
    }
  }

  const PresetAttribute* KnownAttribute(Node node, const Preset& preset) const {
    return ast_.Is(node, NodeKind::kAttribute) ? preset.FindAttribute(finder_.Names(node))
                                               : nullptr;
  }

  /// The attribute of a verb, by that alone: below #[routes] nothing imports it.
  const PresetAttribute* VerbAttribute(Node node, const Preset& preset) const {
    if (!ast_.Is(node, NodeKind::kAttribute)) return nullptr;
    for (const PresetAttribute& known : preset.attributes) {
      const bool named = std::any_of(
          known.symbols.begin(), known.symbols.end(),
          [&](const std::string& symbol) { return LastSegment(symbol) == ast_.name(node); });
      if (known.verb && named) return &known;
    }
    return nullptr;
  }

  /// What an attribute of the module around puts before the paths of its functions.
  std::string PrefixOf(Node function, Node attribute, const Preset& preset) const {
    const Node module = scopes_.parent(function);
    const bool bare = ast_.name(attribute).find("::") == std::string_view::npos;
    if (!bare || !ast_.Is(module, NodeKind::kModule)) return "";
    for (const Node child : ast_.Children(module)) {
      const PresetAttribute* known = KnownAttribute(child, preset);
      const Node text = ast_.child(child, NodeKind::kString);
      if (known != nullptr && known->prefix && text != 0) return std::string(ast_.name(text));
    }
    return "";
  }

  void ReadAttribute(Node function, Node attribute, const PresetAttribute& known,
                     const Preset& preset, uint32_t pipeline) {
    std::vector<std::string> verbs;
    if (known.verb) verbs.push_back(VerbOf(ast_.name(attribute)));
    RegistrationEvent route = Event(RegistrationEffect::kRoute, preset, pipeline);
    std::string_view key;
    std::vector<Node> wraps;
    for (const Node child : ast_.Children(attribute)) {
      if (ast_.Is(child, NodeKind::kName)) {
        key = ast_.name(child);
        const std::string verb = VerbOf(key);
        const bool is_verb =
            std::find(std::begin(kVerbs), std::end(kVerbs), verb) != std::end(kVerbs);
        if (!known.path_key.empty() && is_verb) verbs.push_back(verb);
      } else if (ast_.Is(child, NodeKind::kString)) {
        if (key == known.path_key) {
          route.paths.push_back(PrefixOf(function, attribute, preset).append(ast_.name(child)));
        } else if (key == "method") {
          verbs.emplace_back(ast_.name(child));
        } else if (key == "wrap") {
          wraps.push_back(child);
        }
      }
    }
    if (route.paths.size() != 1) return;
    // They are around this route alone, as if it were a resource: the last is the outermost.
    for (size_t i = wraps.size(); i-- > 0;)
      entries_.ReadText(wraps[i], function, preset, route.entries);
    RegistrationEntry& handler = route.entries.emplace_back();
    handler.symbols = {std::string(ast_.name(function))};
    handler.shown = ast_.name(function);
    handler.location.span = ast_.span(function);
    if (verbs.empty()) verbs.emplace_back();
    for (const std::string& verb : verbs) {
      route.verb = verb;
      Emit(attribute, finder_.NumberOf(function), route);
    }
  }

  void ReadCall(Node call) {
    const Node callee = ast_.first_child(call);
    if (callee == 0) return;
    if (ast_.Is(callee, NodeKind::kMember) && ast_.has_children(callee) &&
        finder_.FunctionNode(callee) == 0) {
      ReadMethod(call, callee);
      return;
    }
    if (ast_.Is(callee, NodeKind::kName) && ReadMake(call, callee)) return;
    for (const Node argument : finder_.Arguments(call)) {
      const NodeKind kind = ast_.kind(argument);
      const bool value =
          kind == NodeKind::kName || kind == NodeKind::kUnary || kind == NodeKind::kCall;
      if (value && finder_.Find(argument)) {
        given_.insert(call);
        return;
      }
    }
  }

  /// A call that makes a pipeline, perhaps with a first route: `get(list)`.
  bool ReadMake(Node call, Node callee) {
    const std::vector<std::string> names = finder_.Names(callee);
    for (const Preset* preset : finder_.presets()) {
      const PresetMake* make = preset->FindMake(names);
      if (make == nullptr) continue;
      const ValueFinder::Value value = finder_.Find(call);
      const std::vector<Node> arguments = finder_.Arguments(call);
      if (make->route && !arguments.empty() && value) {
        RegistrationEvent event = Event(RegistrationEffect::kRoute, *preset, value.pipeline);
        entries_.Read(arguments.back(), *preset, event.entries);
        Emit(call, finder_.FunctionOf(call), std::move(event));
      }
      return true;
    }
    return false;
  }

  void ReadMethod(Node call, Node callee) {
    const ValueFinder::Value value = finder_.Find(ast_.first_child(callee));
    for (const Preset* preset : finder_.presets()) {
      const PresetCall* known = preset->FindCall(ast_.name(callee));
      if (known == nullptr) continue;
      if (finder_.StandsAround(value, known) && ReadAround(call, callee, *preset)) continue;
      if (value) {
        const PipelineFact& fact = facts_.pipelines[value.pipeline];
        if (!fact.preset.empty() && fact.preset != preset->name) continue;
        // Names that many types have mean nothing on what may be of any.
        if (fact.preset.empty() && (!known->verb.empty() || !known->adds.empty())) continue;
        EmitPassed(value);
        ReadRegistration(call, *known, *preset, value.pipeline);
      }
    }
  }

  /// `layer.layer(router)`: what the method is called on stands around the pipeline.
  bool ReadAround(Node call, Node callee, const Preset& preset) {
    bool read = false;
    const bool behavior = finder_.IsBehavior(ast_.first_child(callee));
    for (const Node argument : finder_.Arguments(call)) {
      const ValueFinder::Value inner = finder_.Find(argument);
      if (!inner) continue;
      const std::string& of = facts_.pipelines[inner.pipeline].preset;
      const bool sure = finder_.IsSure(inner) && of == preset.name;
      if (!sure && !(behavior && of.empty())) continue;
      EmitPassed(inner);
      RegistrationEvent event = Event(RegistrationEffect::kUse, preset, inner.pipeline);
      entries_.Read(ast_.first_child(callee), preset, event.entries);
      Emit(call, finder_.FunctionOf(call), std::move(event));
      read = true;
    }
    return read;
  }

  void ReadRegistration(Node call, const PresetCall& known, const Preset& preset,
                        uint32_t pipeline) {
    const std::vector<Node> arguments = finder_.Arguments(call);
    if (known.effect == PresetEffect::kApply) {
      if (!arguments.empty()) EmitApply(call, arguments[0], preset, pipeline);
      return;
    }
    RegistrationEvent event = Event(RegistrationEffect::kUse, preset, pipeline);
    event.verb = known.verb;
    if (known.effect == PresetEffect::kRoute) event.effect = RegistrationEffect::kRoute;
    if (known.effect == PresetEffect::kMount) event.effect = RegistrationEffect::kMount;
    const bool registers =
        known.effect == PresetEffect::kUse || event.effect != RegistrationEffect::kUse;
    if (!registers) return;
    if (!known.adds.empty()) {
      event.entries.push_back(ValueEntryReader::OfSymbol(known.adds, ast_.span(call)));
    } else if (!arguments.empty()) {
      const bool path = known.key == PresetKey::kPath ||
                        (known.key == PresetKey::kOptionalPath && arguments.size() > 1);
      if (path) {
        if (arguments.size() < 2) return;
        std::string text;
        event.path_unknown = !entries_.Constant(arguments[0], text);
        event.paths.push_back(event.path_unknown ? finder_.Text(arguments[0]) : text);
      }
      entries_.Read(arguments.back(), preset, event.entries);
      for (RegistrationEntry& entry : event.entries) {
        if (known.may) entry.conditions.push_back({call, 0});
      }
      bool pipelines = false;
      for (const RegistrationEntry& entry : event.entries)
        pipelines = pipelines || entry.pipeline != kNoIndex;
      if (pipelines) {
        EmitPassed(finder_.Find(arguments.back()));
      } else if (!event.paths.empty()) {
        event.paths.back() += known.below;
      }
    }
    if (!event.entries.empty()) Emit(call, finder_.FunctionOf(call), std::move(event));
  }

  /// `.configure(routes)`: a call of `routes` with the pipeline.
  void EmitApply(Node call, Node function, const Preset& preset, uint32_t pipeline) {
    RegistrationEvent event = Event(RegistrationEffect::kCall, preset, pipeline);
    NameCallee(function, event);
    RegistrationEntry& given = event.entries.emplace_back();
    given.pipeline = pipeline;
    given.location.span = ast_.span(function);
    Emit(call, finder_.FunctionOf(call), std::move(event));
  }

  void NameCallee(Node callee, RegistrationEvent& event) {
    if (const Node function = finder_.FunctionNode(callee); function != 0) {
      event.callee_function = finder_.NumberOf(function);
      event.callees = {finder_.Text(callee)};
    } else if (ast_.Is(callee, NodeKind::kName)) {
      event.callees = finder_.Names(callee);
    }
  }

  /// Methods that nobody knows may do anything to what they are called on.
  void EmitPassed(const ValueFinder::Value& value) {
    for (const Node call : value.passed) {
      if (!passed_.insert(call).second) continue;
      RegistrationEvent event;
      event.effect = RegistrationEffect::kCall;
      const Node callee = ast_.first_child(call);
      event.callees = {"." + std::string(ast_.name(callee))};
      RegistrationEntry& given = event.entries.emplace_back();
      given.pipeline = value.pipeline;
      given.location.span = ast_.span(call);
      Emit(call, finder_.FunctionOf(call), std::move(event));
    }
  }

  void EmitCall(Node call, uint32_t result) {
    RegistrationEvent event;
    event.effect = RegistrationEffect::kCall;
    event.result = result;
    const Node callee = ast_.first_child(call);
    NameCallee(callee, event);
    if (event.callees.empty()) return;
    if (ast_.Is(callee, NodeKind::kMember)) event.entries.emplace_back();  // self
    for (const Node argument : finder_.Arguments(call))
      event.entries.push_back(entries_.ReadArgument(argument));
    Emit(call, finder_.FunctionOf(call), std::move(event));
  }

  /// Reading arguments may find further calls that give pipelines.
  void EmitCalls() {
    std::set<Node> emitted;
    for (bool more = true; more;) {
      more = false;
      const std::map<Node, uint32_t> results = finder_.results();
      for (const auto& [call, result] : results) {
        if (finder_.IsTestOnly(call) || !emitted.insert(call).second) continue;
        EmitCall(call, result);
        more = true;
      }
    }
    for (const Node call : given_) {
      if (emitted.insert(call).second) EmitCall(call, kNoIndex);
    }
  }

  /// Of a method without what it is called on, which may be pages of other registrations.
  ByteSpan SpanOf(Node call) const {
    ByteSpan span = ast_.span(call);
    const Node callee = ast_.first_child(call);
    if (!ast_.Is(call, NodeKind::kCall) || !ast_.Is(callee, NodeKind::kMember)) return span;
    const auto name = static_cast<uint32_t>(ast_.name(callee).size());
    const uint32_t member = ast_.span(callee).end();
    if (member < span.start + name || member > span.end()) return span;
    return {member - name, span.end() - (member - name)};
  }

  void Emit(Node call, uint32_t function, RegistrationEvent event) {
    event.function = function;
    event.location.span = SpanOf(call);
    const std::vector<RegistrationCondition> around =
        conditions_.Of(call, finder_.FunctionAround(call));
    event.conditions.insert(event.conditions.begin(), around.begin(), around.end());
    order_.push_back(ast_.span(call).end());
    facts_.events.push_back(std::move(event));
  }

  void FindReturns() {
    std::unordered_set<uint32_t> registered_on;
    for (const RegistrationEvent& event : facts_.events) registered_on.insert(event.pipeline);
    for (Node node = 1; node < ast_.size(); ++node) {
      const Preset* preset = nullptr;
      if (ast_.Is(node, NodeKind::kFunction) && !finder_.IsTestOnly(node) &&
          finder_.PipelineType(node, preset) != 0)
        finder_.NumberOf(node);
    }
    // Asking what a function returns may number further ones.
    for (uint32_t number = 1; number < finder_.numbered().size(); ++number) {
      const Node function = finder_.numbered()[number];
      const Node body = ast_.child(function, NodeKind::kBlock);
      if (body == 0) continue;
      const Preset* preset = nullptr;
      const bool typed = finder_.PipelineType(function, preset) != 0;
      AddReturn(number, finder_.TailOf(body), typed, registered_on);
      for (Node node = body; node < ast_.end(body); ++node) {
        const bool returns = ast_.Is(node, NodeKind::kReturn) && !ast_.Has(node, kImplicit) &&
                             finder_.FunctionAround(node) == function;
        if (returns) AddReturn(number, ast_.first_child(node), typed, registered_on);
      }
    }
  }

  void AddReturn(uint32_t function, Node value, bool typed,
                 const std::unordered_set<uint32_t>& registered_on) {
    const ValueFinder::Value found = finder_.Find(value);
    if (!found) return;
    const bool sure = typed || !facts_.pipelines[found.pipeline].preset.empty() ||
                      registered_on.contains(found.pipeline);
    if (!sure) return;
    EmitPassed(found);
    std::vector<uint32_t>& returns = facts_.functions[function].returns;
    if (std::find(returns.begin(), returns.end(), found.pipeline) == returns.end())
      returns.push_back(found.pipeline);
  }

  /// Functions that give a behaviour of which a preset knows the stage: `fn cors() -> CorsLayer`.
  void FindBehaviors() {
    for (Node node = 1; node < ast_.size(); ++node) {
      if (!ast_.Is(node, NodeKind::kFunction) || finder_.IsTestOnly(node)) continue;
      const Node body = ast_.child(node, NodeKind::kBlock);
      const Node value = body == 0 ? 0 : finder_.TailOf(body);
      RegistrationEntry entry;
      if (value != 0) entries_.Name(value, entry);
      if (const Node type = ast_.child(node, NodeKind::kTypeReference))
        for (std::string& name : finder_.Names(type)) entry.symbols.push_back(std::move(name));
      std::vector<std::string> known;
      for (std::string& symbol : entry.symbols) {
        const bool fresh = std::find(known.begin(), known.end(), symbol) == known.end();
        if (fresh && InPreset(symbol)) known.push_back(std::move(symbol));
      }
      if (!known.empty()) facts_.functions[finder_.NumberOf(node)].symbols = std::move(known);
    }
  }

  bool InPreset(std::string_view symbol) const {
    return std::any_of(
        finder_.presets().begin(), finder_.presets().end(), [&](const Preset* preset) {
          return std::any_of(
              preset->stages.begin(), preset->stages.end(), [&](const PresetStage& stage) {
                return std::any_of(
                    stage.match.begin(), stage.match.end(),
                    [&](const SymbolPattern& pattern) { return MatchesSymbol(pattern, symbol); });
              });
        });
  }

  const Scopes& scopes_;
  const Ast& ast_;
  RegistrationFacts facts_;
  ValueFinder finder_;
  ValueEntryReader entries_;
  ConditionReader conditions_;
  std::set<Node> given_;
  std::set<Node> passed_;
  std::vector<uint32_t> order_;  // of each event
};

}  // namespace

RegistrationFacts ExtractValueRegistrations(const Scopes& scopes, std::string_view source,
                                            const PresetTable& presets) {
  return ValueExtractor(scopes, source, presets).Run();
}

}  // namespace krepis::analyzer
