#include "analyzer/facts/registrations_extract.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/facts/preset_detection.h"
#include "analyzer/facts/registrations_arguments.h"
#include "analyzer/facts/registrations_assembly.h"
#include "analyzer/facts/registrations_calls.h"
#include "analyzer/facts/registrations_components.h"
#include "analyzer/facts/registrations_conditions.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_exports.h"
#include "analyzer/facts/registrations_helpers.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/registrations_value_extract.h"

namespace krepis::analyzer {
namespace {

/// Methods of lists that call their argument at once.
bool CallsInPlace(std::string_view method) {
  return method == "forEach" || method == "map" || method == "flatMap" || method == "filter" ||
         method == "reduce" || method == "every" || method == "some";
}

class Extractor {
 public:
  Extractor(const Scopes& scopes, std::string_view source, const std::vector<ImportFact>& imports,
            const PresetTable& presets)
      : scopes_(scopes),
        ast_(scopes.ast()),
        finder_(scopes, source, presets, facts_),
        entries_(scopes, finder_),
        arguments_(scopes, finder_, entries_),
        calls_(scopes, finder_, entries_),
        conditions_(scopes, finder_),
        helpers_(scopes, finder_, entries_, conditions_, facts_),
        components_(scopes, finder_, entries_, conditions_, facts_) {
    // What fields hold whose type has a name of its own, other files say.
    for (const Preset* preset : finder_.presets())
      relevant_ = relevant_ || preset->lists || SpeaksOf(*preset, imports, source);
  }

  RegistrationFacts Run() {
    if (finder_.presets().empty()) return {};
    // Inner calls stand behind outer ones, so this asks for the start of a chain of calls first.
    for (Node node = ast_.size() - 1; node != 0; --node) {
      if (ast_.Is(node, NodeKind::kCall)) ReadCall(node);
    }
    if (GroupOf(ast_.language()) == LanguageGroup::kCpp) {
      finder_.FindDeclared();
      for (auto& [node, event] : AssemblyReader(scopes_, finder_, entries_, conditions_).Read())
        Emit(node, std::move(event));
      for (const PipelineFact& fact : facts_.pipelines) relevant_ |= !fact.preset.empty();
    }
    if (relevant_) {
      FindCalledFunctions();
      FindReturns();
    }
    components_.Run();
    ExtractExports(scopes_, finder_, entries_, components_, relevant_, facts_);
    EmitListed();
    Finish();
    if (facts_.empty()) return {};
    return std::move(facts_);
  }

 private:
  struct Candidate {
    Node call;
    Node function;  // of this file
  };

  void ReadCall(Node call) {
    const Node callee = ast_.first_child(call);
    if (callee == 0) return;
    if (std::optional<RegistrationEvent> event = components_.ReadCall(call, callee)) {
      relevant_ = true;
      Emit(call, *std::move(event));
      return;
    }
    if (ast_.Is(callee, NodeKind::kName) && ReadFree(call, callee)) return;
    if (const Node maker = finder_.MakerOf(callee);
        maker != 0 && !finder_.Arguments(maker).empty() && finder_.IsMade(finder_.Find(call), call))
      EmitUnknown(call, maker, finder_.Find(call).pipeline);  // createFactory({initApp})
    if (ast_.Is(callee, NodeKind::kMember) && ast_.has_children(callee) && ReadMethod(call, callee))
      return;
    if (ast_.Is(callee, NodeKind::kIndex) && ast_.has_children(callee) && ReadIndexed(call, callee))
      return;
    // .CROW_MIDDLEWARES(app, Local) says more of a route.
    if (ast_.Is(callee, NodeKind::kMember) && finder_.IsRegistering(callee)) return;
    if (const Node function = finder_.FunctionNode(callee); function != 0)
      candidates_.push_back({call, function});
    ReadGivenPipelines(call, callee);
  }

  /// A call of a function or macro that registers on the pipeline that it is given.
  bool ReadFree(Node call, Node callee) {
    for (const Preset* preset : finder_.presets()) {
      const PresetCall* known = preset->FindCall(LastSegment(ast_.name(callee)));
      if (known != nullptr && known->free && EmitEvents(call, *known, *preset, {})) return true;
    }
    return false;
  }

  /// Emits what a call with arguments of known meaning registers.
  bool EmitEvents(Node call, const PresetCall& known, const Preset& preset,
                  const PipelineFinder::Place& place) {
    std::vector<RegistrationEvent> events = arguments_.EventsOf(call, known, preset, place);
    if (events.empty()) return false;
    relevant_ = true;
    // That this is called on it says whose pipeline it is.
    if (PipelineFact& fact = facts_.pipelines[events[0].pipeline]; fact.preset.empty())
      fact.preset = preset.name;
    for (RegistrationEvent& event : events) Emit(call, std::move(event));
    return true;
  }

  void EmitListed() {
    for (RegistrationEvent& event : arguments_.Listed(facts_.pipelines)) {
      order_.push_back(event.location.span.end());
      facts_.events.push_back(std::move(event));
    }
  }

  /// A call of a registering method on a pipeline, or on what may be one.
  bool ReadMethod(Node call, Node callee) {
    bool read = false;
    for (const Preset* preset : finder_.presets()) {
      const PresetCall* known = preset->FindCall(ast_.name(callee));
      if (known == nullptr || known->effect == PresetEffect::kNarrow ||
          known->effect == PresetEffect::kSame)
        continue;
      if (known->free) continue;
      const bool sole = !known->arguments.empty();  // no other framework's method is called so
      const PipelineFinder::Place place = sole ? finder_.FindGiven(ast_.first_child(callee))
                                               : finder_.Find(ast_.first_child(callee));
      if (!place) continue;
      if (sole) {
        EmitEvents(call, *known, *preset, place);
        return true;
      }
      // Reading the arguments may add pipelines.
      const PipelineOrigin origin = facts_.pipelines[place.pipeline].origin;
      const bool sure = !facts_.pipelines[place.pipeline].preset.empty();
      if (sure && facts_.pipelines[place.pipeline].preset != preset->name) continue;
      std::vector<RegistrationEvent> events = calls_.Read(call, *known, *preset, place);
      // Of events of one call, those that come up later happen first (Finish).
      for (size_t i = events.size(); i-- > 0;) {
        RegistrationEvent& event = events[i];
        if (sure ||
            (event.effect == RegistrationEffect::kUse && origin == PipelineOrigin::kParameter) ||
            (event.effect == RegistrationEffect::kRoute && !event.paths.empty() &&
             event.paths[0].starts_with('/')))
          relevant_ = true;
        Emit(call, std::move(event));
        read = true;
      }
    }
    return read;
  }

  /// app["get"]("/x", f); app[method]("/x", f) is a route of a method that is not known.
  bool ReadIndexed(Node call, Node callee) {
    const PipelineFinder::Place place = finder_.Find(ast_.first_child(callee));
    if (!place || GroupOf(ast_.language()) != LanguageGroup::kTypeScript) return false;
    const std::string name = facts_.pipelines[place.pipeline].preset;
    bool read = false;
    bool constant = false;
    for (const Preset* preset : finder_.presets()) {
      if (!name.empty() && name != preset->name) continue;
      const std::optional<PresetCall> known = calls_.IndexedCall(callee, *preset, constant);
      if (!known) continue;
      for (RegistrationEvent& event : calls_.Read(call, *known, *preset, place)) {
        const bool path = !event.paths.empty() && event.paths[0].starts_with('/');
        if (name.empty() && !path) continue;
        relevant_ = true;
        read = true;
        Emit(call, std::move(event));
      }
    }
    if (!name.empty() && !read && !constant) EmitUnknown(call, callee, place.pipeline);
    return read;
  }

  /// `what` may register anything on the pipeline.
  void EmitUnknown(Node call, Node what, uint32_t pipeline) {
    RegistrationEvent event;
    event.effect = RegistrationEffect::kCall;
    event.callees = {finder_.Text(ast_.Is(what, NodeKind::kCall) ? ast_.first_child(what) : what)};
    RegistrationEntry& given = event.entries.emplace_back();
    given.pipeline = pipeline;
    given.location.span = ast_.span(call);
    relevant_ = true;
    Emit(call, std::move(event));
  }

  /// A call of another function that is given a pipeline: it may register on it.
  void ReadGivenPipelines(Node call, Node callee) {
    const std::vector<Node> arguments = finder_.Arguments(call);
    bool given = false;
    for (const Node argument : arguments) {
      const NodeKind kind = ast_.kind(argument);
      if (kind != NodeKind::kName && kind != NodeKind::kMember && kind != NodeKind::kUnary)
        continue;
      const PipelineFinder::Place place = finder_.Find(argument);
      if (!place) continue;
      const PipelineFact& pipeline = facts_.pipelines[place.pipeline];
      given = given || !pipeline.preset.empty() || pipeline.origin == PipelineOrigin::kParameter ||
              pipeline.origin == PipelineOrigin::kImported;
    }
    if (!given || finder_.IsKnown(callee)) return;
    if (std::optional<RegistrationEvent> event = helpers_.Read(call, callee)) {
      relevant_ = true;
      Emit(call, *std::move(event));
      return;
    }
    const Symbol symbol = scopes_.Resolve(callee);
    if (ast_.name(callee).starts_with("std::")) return;
    // The standard library reads an application, it registers nothing on it.
    if (symbol.text.starts_with("node/") || symbol.origin == SymbolOrigin::kGlobal) {
      if (GroupOf(ast_.language()) == LanguageGroup::kTypeScript) return;
    }
    given_.push_back(call);
  }

  /// Whether a function that a call is given is a plugin, which runs when it is registered.
  bool IsMounted(Node call, Node callee) {
    if (finder_.IsCombinator(callee)) return true;
    if (!ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee)) return false;
    const PipelineFinder::Place place = finder_.Find(ast_.first_child(callee));
    if (!place || !registered_.contains(call)) return false;
    return std::any_of(finder_.presets().begin(), finder_.presets().end(),
                       [&](const Preset* preset) {
                         const PresetCall* known = preset->FindCall(ast_.name(callee));
                         return known != nullptr && known->effect == PresetEffect::kMount &&
                                known->key == PresetKey::kNone;
                       });
  }

  void Emit(Node call, RegistrationEvent event) {
    event.function = finder_.FunctionOf(call);
    if (event.location.span.length == 0) event.location.span = ast_.span(call);
    std::vector<RegistrationCondition> around = Conditions(call);
    event.conditions.insert(event.conditions.begin(), around.begin(), around.end());
    order_.push_back(ast_.span(call).end());
    facts_.events.push_back(std::move(event));
  }

  /// `deferred`, `repeated`: `function` is a lambda that the call is given, not what it calls.
  void EmitCall(Node call, Node function, bool deferred, bool repeated) {
    RegistrationEvent event;
    event.effect = RegistrationEffect::kCall;
    event.deferred = deferred;
    if (repeated) event.conditions.push_back({function, 0});
    const Node callee = ast_.first_child(call);
    if (function != 0) event.callee_function = finder_.NumberOf(function);
    if (callee != 0 && callee != function) {
      event.callees = finder_.Names(callee);
      if (const Symbol made = scopes_.Resolve(callee); made.origin == SymbolOrigin::kFirstParty)
        event.callees = {made.text};
    }
    for (const Node argument : finder_.Arguments(call)) {
      if (deferred || repeated) break;  // what the lambda is given, nobody knows
      RegistrationEntry& entry = event.entries.emplace_back();
      entry.location.span = ast_.span(argument);
      const PipelineFinder::Place place = finder_.Find(argument);
      if (place.paths.empty()) entry.pipeline = place.pipeline;
      const Node declaration = scopes_.DeclarationOf(argument);
      if (declaration != 0) entry.parameter = finder_.ParameterIndex(declaration);
      if (entry.parameter != kNoIndex) entry.parameter_of = finder_.FunctionOf(declaration);
      entries_.Symbols(argument, nullptr, entry);
      entry.barrier = entry.symbols.empty();
    }
    Emit(call, std::move(event));
  }

  /// Adds the calls of functions that register, and the lambdas that register wherever they go.
  void FindCalledFunctions() {
    std::unordered_map<Node, std::vector<Node>> callers;  // function: calls of it
    for (const Candidate& candidate : candidates_)
      callers[candidate.function].push_back(candidate.call);
    std::unordered_set<Node> emitted;
    std::unordered_set<uint32_t> registered_on;
    for (const RegistrationEvent& event : facts_.events) registered_on.insert(event.pipeline);
    for (const Node call : given_) {
      const Node function = finder_.FunctionNode(ast_.first_child(call));
      const bool known = function != 0 || AnyRegistered(call, registered_on);
      if (known && emitted.insert(call).second) EmitCall(call, function, false, false);
    }
    // Backwards from the functions that hold events to those that call them.
    std::vector<Node> work;
    std::unordered_set<Node> seen;
    const auto reach = [&](Node at) {
      const Node function = finder_.FunctionAround(at);
      if (function != 0 && seen.insert(function).second) work.push_back(function);
    };
    for (Node node = 1; node < ast_.size(); ++node) {
      if (registered_.contains(node)) reach(node);
    }
    while (!work.empty()) {
      const Node function = work.back();
      work.pop_back();
      bool called = false;
      if (const auto found = callers.find(function); found != callers.end()) {
        for (const Node call : found->second) {
          called = true;
          if (emitted.insert(call).second) EmitCall(call, function, false, false);
          reach(call);
        }
      }
      const Node parent = scopes_.parent(function);
      const bool handed_on = ast_.Is(function, NodeKind::kLambda) && !called &&
                             ast_.Is(parent, NodeKind::kCall) &&
                             ast_.first_child(parent) != function;
      if (!handed_on) continue;
      const Node callee = ast_.first_child(parent);
      if (IsMounted(parent, callee)) {
        reach(parent);
        continue;
      }
      const bool in_place = ast_.Is(callee, NodeKind::kMember) && CallsInPlace(ast_.name(callee));
      EmitCall(parent, function, !in_place, in_place);
      reach(parent);
    }
  }

  /// Whether one of the pipelines that a call is given has registrations in this file, or a type.
  bool AnyRegistered(Node call, const std::unordered_set<uint32_t>& registered_on) {
    if (scopes_.Resolve(ast_.first_child(call)).origin == SymbolOrigin::kFirstParty) return true;
    for (const Node argument : finder_.Arguments(call)) {
      const PipelineFinder::Place place = finder_.Find(argument);
      if (!place) continue;
      if (!facts_.pipelines[place.pipeline].preset.empty() ||
          registered_on.contains(place.pipeline))
        return true;
    }
    return false;
  }

  void FindReturns() {
    for (Node node = 1; node < ast_.size(); ++node) {
      if (!ast_.Is(node, NodeKind::kReturn) || !ast_.has_children(node)) continue;
      const PipelineFinder::Place place = finder_.Find(ast_.first_child(node));
      if (finder_.Whole(place) == kNoIndex) continue;
      const PipelineFact& pipeline = facts_.pipelines[place.pipeline];
      if (pipeline.origin == PipelineOrigin::kImported ||
          pipeline.origin == PipelineOrigin::kResult)
        continue;
      const uint32_t function = finder_.FunctionOf(node);
      if (function != 0) facts_.functions[function].returns.push_back(place.pipeline);
    }
  }

  std::vector<RegistrationCondition> Conditions(Node call) {
    registered_.insert(call);
    return conditions_.Of(call);
  }

  /// Puts the events in order and drops what came up on the way but is about nothing.
  void Finish() {
    if (!relevant_) {
      facts_.events.clear();
      facts_.pipelines.clear();
      facts_.functions.resize(1);
      return;
    }
    std::vector<size_t> order(facts_.events.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      const RegistrationEvent& left = facts_.events[a];
      const RegistrationEvent& right = facts_.events[b];
      // A call is done when its end is reached: arguments first, app.use(a).use(b) from the left.
      return std::tuple(left.function, order_[a], b) < std::tuple(right.function, order_[b], a);
    });
    std::vector<RegistrationEvent> sorted;
    sorted.reserve(order.size());
    for (const size_t i : order) sorted.push_back(std::move(facts_.events[i]));
    facts_.events = std::move(sorted);
  }

  const Scopes& scopes_;
  const Ast& ast_;
  RegistrationFacts facts_;
  PipelineFinder finder_;
  EntryReader entries_;
  ArgumentReader arguments_;
  CallReader calls_;
  ConditionReader conditions_;
  HelperReader helpers_;
  ComponentReader components_;
  bool relevant_ = false;
  std::vector<Candidate> candidates_;
  std::vector<Node> given_;
  std::vector<uint32_t> order_;  // of each event
  std::unordered_set<Node> registered_;
};

}  // namespace

RegistrationFacts ExtractRegistrations(const Scopes& scopes, std::string_view source,
                                       const std::vector<ImportFact>& imports,
                                       const PresetTable& presets) {
  const LanguageGroup group = GroupOf(scopes.ast().language());
  const bool may =
      std::any_of(presets.presets().begin(), presets.presets().end(), [&](const Preset& preset) {
        return preset.language == group &&
               (preset.MayMatch(source) || ExportsStages(preset, imports));
      });
  if (!may) return {};
  if (group == LanguageGroup::kRust) return ExtractValueRegistrations(scopes, source, presets);
  return Extractor(scopes, source, imports, presets).Run();
}

}  // namespace krepis::analyzer
