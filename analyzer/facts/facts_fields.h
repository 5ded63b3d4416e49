#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// The messages of proto/krepis/v1/facts.proto, field by field: `VisitFields(fact, visit)` calls
/// visit(number, name, member) for each, in the order of the schema. What writes, reads or prints
/// facts goes through here, so a new field is a line here and a line in the schema.

template <class Fact, class Of>
concept Like = std::same_as<std::remove_const_t<Fact>, Of>;

/// A member in which kNoIndex is none: an absent field.
template <class Number>
struct OptionalIndex {
  explicit OptionalIndex(Number& member) : number(member) {}
  Number& number;
};

constexpr Language LastOf(Language) { return Language::kCpp; }
constexpr EdgeKind LastOf(EdgeKind) { return EdgeKind::kFfi; }
constexpr Confidence LastOf(Confidence) { return Confidence::kUnknown; }
constexpr DeclarationKind LastOf(DeclarationKind) { return DeclarationKind::kFunction; }
constexpr PipelineOrigin LastOf(PipelineOrigin) { return PipelineOrigin::kType; }
constexpr RegistrationEffect LastOf(RegistrationEffect) { return RegistrationEffect::kParam; }
constexpr ComponentKind LastOf(ComponentKind) { return ComponentKind::kLoose; }
constexpr ComponentEffect LastOf(ComponentEffect) { return ComponentEffect::kRoot; }
constexpr RegistrationScope LastOf(RegistrationScope) { return RegistrationScope::kLocal; }
constexpr ForeignRole LastOf(ForeignRole) { return ForeignRole::kHeader; }
constexpr CallKind LastOf(CallKind) { return CallKind::kPass; }

inline std::string_view NameOf(Language value) { return LanguageName(value); }
inline std::string_view NameOf(EdgeKind value) { return EdgeKindName(value); }
inline std::string_view NameOf(Confidence value) { return ConfidenceName(value); }
inline std::string_view NameOf(DeclarationKind value) { return DeclarationKindName(value); }
inline std::string_view NameOf(PipelineOrigin value) { return OriginName(value); }
inline std::string_view NameOf(RegistrationEffect value) { return EffectName(value); }
inline std::string_view NameOf(ComponentKind value) { return ComponentName(value); }
inline std::string_view NameOf(ComponentEffect value) { return ComponentName(value); }
inline std::string_view NameOf(RegistrationScope value) { return ScopeName(value); }
inline std::string_view NameOf(ForeignRole value) { return ForeignRoleName(value); }
inline std::string_view NameOf(CallKind value) { return CallKindName(value); }

template <Like<Location> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "start", fact.span.start);
  visit(2, "length", fact.span.length);
  visit(3, "line", fact.begin.line);
  visit(4, "column", fact.begin.column);
  visit(5, "end_line", fact.end.line);
  visit(6, "end_column", fact.end.column);
}

template <Like<ImportedName> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "imported", fact.imported);
  visit(2, "local", fact.local);
}

template <Like<ImportFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "kind", fact.kind);
  visit(2, "specifier", fact.specifier);
  visit(3, "location", fact.location);
  visit(4, "statement", fact.statement);
  visit(5, "resolved", fact.resolved);
  visit(6, "scope", fact.scope);
  visit(7, "system", fact.system);
  visit(8, "reexport", fact.reexport);
  visit(9, "glob", fact.glob);
  visit(10, "computed", fact.computed);
  visit(11, "test_only", fact.test_only);
  visit(12, "extern_crate", fact.extern_crate);
  visit(13, "names", fact.names);
  visit(14, "require", fact.require);
  visit(15, "pattern", fact.pattern);
}

template <Like<ModFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "scope", fact.scope);
  visit(3, "path_attribute", fact.path_attribute);
  visit(4, "inline_body", fact.inline_body);
  visit(5, "test_only", fact.test_only);
  visit(6, "location", fact.location);
  visit(7, "condition", fact.condition);
}

template <Like<DeclarationFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "kind", fact.kind);
  visit(2, "name", fact.name);
  visit(3, "local", fact.local);
  visit(4, "scope", fact.scope);
  visit(5, "forward", fact.forward);
  visit(6, "location", fact.location);
}

template <Like<CapabilityUse> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "capability", fact.capability);
  visit(2, "argument", fact.argument);
  visit(3, "symbol", fact.symbol);
  visit(4, "function", fact.function);
  visit(5, "confidence", fact.confidence);
  visit(6, "location", fact.location);
  visit(7, "test_only", fact.test_only);
  visit(8, "caller", fact.caller);
}

template <Like<FunctionFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "test_only", fact.test_only);
  visit(3, "bodiless", fact.bodiless);
  visit(4, "local", fact.local);
  visit(5, "location", fact.location);
  visit(6, "is_virtual", fact.is_virtual);
}

template <Like<TypeFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "bases", fact.bases);
  visit(3, "interface", fact.interface);
}

template <Like<ValueFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "symbol", fact.symbol);
  visit(3, "instance", fact.instance);
}

template <Like<CallFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "caller", fact.caller);
  visit(2, "symbol", fact.symbol);
  visit(3, "function", OptionalIndex(fact.function));
  visit(4, "kind", fact.kind);
  visit(5, "confidence", fact.confidence);
  visit(6, "test_only", fact.test_only);
  visit(7, "location", fact.location);
}

template <Like<CallFacts> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "functions", fact.functions);
  visit(2, "types", fact.types);
  visit(3, "values", fact.values);
  visit(4, "symbols", fact.symbols);
  visit(5, "calls", fact.calls);
}

template <Like<SuppressionFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "rule", fact.rule);
  visit(2, "until", fact.until);
  visit(3, "why", fact.why);
  visit(4, "whole_file", fact.whole_file);
  visit(5, "location", fact.location);
  visit(6, "problem", fact.problem);
}

template <Like<ContractFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "rule", fact.rule);
  visit(2, "function", fact.function);
  visit(3, "framework", fact.framework);
  visit(4, "location", fact.location);
  visit(5, "first", fact.first);
  visit(6, "text", fact.text);
  visit(7, "assumed", fact.assumed);
  visit(8, "detail", fact.detail);
  visit(9, "positional", fact.positional);
  visit(10, "declaration", fact.declaration);
  visit(11, "symbols", fact.symbols);
}

template <Like<PipelineFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "origin", fact.origin);
  visit(2, "preset", fact.preset);
  visit(3, "mountable", fact.mountable);
  visit(4, "function", fact.function);
  visit(5, "parameter", OptionalIndex(fact.parameter));
  visit(6, "result_of", OptionalIndex(fact.result_of));
  visit(7, "symbol", fact.symbol);
  visit(8, "name", fact.name);
  visit(9, "location", fact.location);
  visit(10, "prefix", fact.prefix);
  visit(11, "prefix_unknown", fact.prefix_unknown);
  visit(12, "symbols", fact.symbols);
  visit(20, "paths", fact.paths);
  visit(21, "path_unknown", fact.path_unknown);
  visit(22, "verb", fact.verb);
  visit(23, "list", fact.list);
  visit(24, "local", fact.local);
  visit(25, "serves", fact.serves);
  visit(26, "replaced", fact.replaced);
}

template <Like<RegistrationCondition> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "branch", fact.branch);
  visit(2, "arm", fact.arm);
}

template <Like<PlacementFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "behavior", fact.behavior);
  visit(2, "after", fact.after);
  visit(3, "weak", fact.weak);
}

template <Like<TraitsFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "stage", fact.stage);
  visit(3, "placements", fact.placements);
  visit(4, "placed", fact.placed);
  visit(5, "computed_name", fact.computed_name);
  visit(6, "computed_stage", fact.computed_stage);
  visit(7, "computed_placements", fact.computed_placements);
}

template <Like<RegistrationEntry> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "symbols", fact.symbols);
  visit(2, "wrapped", fact.wrapped);
  visit(3, "shown", fact.shown);
  visit(4, "pipeline", OptionalIndex(fact.pipeline));
  visit(5, "parameter", OptionalIndex(fact.parameter));
  visit(6, "parameter_of", fact.parameter_of);
  visit(7, "function", OptionalIndex(fact.function));
  visit(8, "arity", fact.arity);
  visit(9, "barrier", fact.barrier);
  visit(10, "conditions", fact.conditions);
  visit(11, "location", fact.location);
  visit(12, "options", fact.options);
  visit(13, "shared", fact.shared);
  visit(14, "phase", fact.phase);
  visit(15, "named", fact.named);
  visit(16, "doubtful", fact.doubtful);
  visit(17, "made", fact.made);
}

template <Like<RegistrationEvent> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "effect", fact.effect);
  visit(2, "preset", fact.preset);
  visit(3, "function", fact.function);
  visit(4, "pipeline", OptionalIndex(fact.pipeline));
  visit(5, "scope", fact.scope);
  visit(6, "verb", fact.verb);
  visit(7, "paths", fact.paths);
  visit(8, "path_unknown", fact.path_unknown);
  visit(9, "group", fact.group);
  visit(10, "callees", fact.callees);
  visit(11, "callee_function", OptionalIndex(fact.callee_function));
  visit(12, "deferred", fact.deferred);
  visit(13, "entries", fact.entries);
  visit(14, "conditions", fact.conditions);
  visit(15, "location", fact.location);
  visit(16, "by_tag", fact.by_tag);
  visit(17, "tags", fact.tags);
  visit(18, "tags_unknown", fact.tags_unknown);
  visit(19, "listed", fact.listed);
  visit(20, "result", OptionalIndex(fact.result));
  visit(40, "setting", OptionalIndex(fact.setting));
}

template <Like<RegisteringFunction> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "returns", fact.returns);
  visit(3, "constructor", fact.constructor);
  visit(4, "location", fact.location);
  visit(5, "symbols", fact.symbols);
}

template <Like<RegistrationExport> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "pipeline", OptionalIndex(fact.pipeline));
  visit(3, "function", OptionalIndex(fact.function));
  visit(4, "symbols", fact.symbols);
  visit(5, "arity", fact.arity);
  visit(6, "shared", fact.shared);
  visit(7, "component", OptionalIndex(fact.component));
  visit(8, "wrapped", fact.wrapped);
  visit(9, "entries", fact.entries);
}

template <Like<DeclaredTraits> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "type", fact.type);
  visit(2, "preset", fact.preset);
  visit(3, "traits", fact.traits);
}

template <Like<ComponentTarget> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "verb", fact.verb);
  visit(2, "path", fact.path);
  visit(3, "exact", fact.exact);
  visit(4, "unknown", fact.unknown);
  visit(5, "symbols", fact.symbols);
}

template <Like<ComponentItem> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "effect", fact.effect);
  visit(2, "everywhere", fact.everywhere);
  visit(3, "verb", fact.verb);
  visit(4, "paths", fact.paths);
  visit(5, "path_unknown", fact.path_unknown);
  visit(6, "text", fact.text);
  visit(7, "entries", fact.entries);
  visit(8, "targeted", fact.targeted);
  visit(9, "targets", fact.targets);
  visit(10, "excepted", fact.excepted);
  visit(11, "conditions", fact.conditions);
  visit(12, "location", fact.location);
}

template <Like<ComponentMember> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "name", fact.name);
  visit(2, "items", fact.items);
  visit(3, "location", fact.location);
}

template <Like<ComponentFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "kind", fact.kind);
  visit(2, "preset", fact.preset);
  visit(3, "name", fact.name);
  visit(4, "bases", fact.bases);
  visit(5, "base_unknown", fact.base_unknown);
  visit(6, "paths", fact.paths);
  visit(7, "path_unknown", fact.path_unknown);
  visit(8, "items", fact.items);
  visit(9, "members", fact.members);
  visit(10, "location", fact.location);
}

template <Like<BehaviorClass> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "type", fact.type);
  visit(2, "preset", fact.preset);
  visit(3, "bases", fact.bases);
  visit(4, "alias", fact.alias);
}

template <Like<RegistrationFacts> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "pipelines", fact.pipelines);
  visit(2, "functions", fact.functions);
  visit(3, "events", fact.events);
  visit(4, "exports", fact.exports);
  visit(5, "declared", fact.declared);
  visit(6, "classes", fact.classes);
  visit(20, "components", fact.components);
  visit(21, "settings", fact.settings);
}

template <Like<ForeignFact> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(1, "role", fact.role);
  visit(2, "name", fact.name);
  visit(3, "location", fact.location);
  visit(4, "unsaid", fact.unsaid);
  visit(5, "beside", fact.beside);
  visit(6, "test_only", fact.test_only);
}

/// All but the first, the version of the schema, which is no fact.
template <Like<FileFacts> Fact, class Visit>
void VisitFields(Fact& fact, Visit&& visit) {
  visit(2, "language", fact.language);
  visit(3, "source_bytes", fact.source_bytes);
  visit(4, "error_nodes", fact.error_nodes);
  visit(5, "first_error", fact.first_error);
  visit(6, "imports", fact.imports);
  visit(7, "mods", fact.mods);
  visit(8, "capabilities", fact.capabilities);
  visit(9, "suppressions", fact.suppressions);
  visit(10, "contracts", fact.contracts);
  visit(11, "registrations", fact.registrations);
  visit(12, "foreign", fact.foreign);
  visit(13, "declarations", fact.declarations);
  visit(14, "calls", fact.calls);
}

}  // namespace krepis::analyzer
