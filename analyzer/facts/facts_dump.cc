#include <fmt/format.h>

#include "analyzer/core/escape.h"
#include "analyzer/facts/facts_io.h"

namespace krepis::analyzer {
namespace {

std::string At(const Location& location) {
  return fmt::format(" {}:{}", location.begin.line, location.begin.column);
}

/// ` word` when the fact holds.
std::string Flag(bool holds, std::string_view word) {
  return holds ? fmt::format(" {}", word) : std::string();
}
/// ` word text` when there is a text.
std::string Part(std::string_view word, std::string_view text) {
  return text.empty() ? std::string() : fmt::format(" {} {}", word, text);
}

std::string Line(const ImportFact& fact) {
  std::string line(EdgeKindName(fact.kind));
  if (!fact.specifier.empty()) line += " " + fact.specifier;
  line += At(fact.location) + Part("->", fact.resolved) + Part("in", fact.scope);
  line += Flag(fact.system, "system") + Flag(fact.reexport, "reexport") + Flag(fact.glob, "glob");
  line += Flag(fact.computed, "computed") + Flag(fact.test_only, "test");
  line += Flag(fact.extern_crate, "extern-crate") + Flag(fact.require, "require");
  line += Flag(fact.pattern, "pattern");
  for (const ImportedName& name : fact.names) {
    line += " " + name.imported;
    if (name.local != name.imported) line += "=" + name.local;
  }
  return line;
}

std::string Line(const ModFact& fact) {
  return "mod " + fact.name + At(fact.location) + Part("in", fact.scope) +
         Part("path", fact.path_attribute) + Flag(fact.inline_body, "inline") +
         Flag(fact.test_only, "test") + Part("cfg", fact.condition);
}

std::string Line(const DeclarationFact& fact) {
  return std::string(DeclarationKindName(fact.kind)) + " " + fact.name + At(fact.location) +
         Part("in", fact.scope) + Part("of", fact.local) + Flag(fact.forward, "forward");
}

std::string Line(const CapabilityUse& fact) {
  std::string line = "capability " + fact.capability;
  if (fact.argument) line += "(" + *fact.argument + ")";
  line += " " + fact.symbol + At(fact.location) + Part("in", fact.function);
  return line + " " + std::string(ConfidenceName(fact.confidence)) + Flag(fact.test_only, "test");
}

std::string Line(const FunctionFact& fact) {
  return "function " + (fact.name.empty() ? "(top level)" : fact.name + At(fact.location)) +
         Flag(fact.bodiless, "bodiless") + Flag(fact.local, "local") + Flag(fact.test_only, "test");
}

std::string Line(const TypeFact& fact) {
  std::string line = (fact.interface ? "interface " : "type ") + fact.name;
  for (const std::string& base : fact.bases) line += Part("base", base);
  return line;
}

std::string Line(const ValueFact& fact) {
  return "value " + fact.name + Part(fact.instance ? "instance-of" : "is", fact.symbol);
}

std::string Line(const CallFacts& facts, const CallFact& fact) {
  std::string line(CallKindName(fact.kind));
  line += " " + facts.symbols[fact.symbol] + At(fact.location) +
          Part("in", facts.functions[fact.caller].name);
  if (fact.function != CallFact::kNoFunction) line += " of-this-file";
  return line + " " + std::string(ConfidenceName(fact.confidence)) + Flag(fact.test_only, "test");
}

std::string Line(const SuppressionFact& fact) {
  return std::string(fact.whole_file ? "suppression-of-file " : "suppression ") + fact.rule +
         At(fact.location) + Part("until", fact.until) + Part("why", fact.why) +
         Part("problem:", fact.problem);
}

std::string Line(const ContractFact& fact) {
  const std::string after = fact.first == Location{} ? std::string() : " after" + At(fact.first);
  std::string line = fact.rule + At(fact.location) + after + Part("in", fact.function) +
                     Part("by", fact.framework) + Part("text", fact.text) +
                     Part("detail", fact.detail) + Flag(fact.assumed, "assumed") +
                     Flag(fact.positional, "positional") + " function" + At(fact.declaration);
  for (const std::string& symbol : fact.symbols) line += Part("symbol", symbol);
  return line;
}

std::string Line(const ForeignFact& fact) {
  return "foreign " + std::string(ForeignRoleName(fact.role)) + " " + fact.name +
         At(fact.location) + Flag(fact.unsaid, "unsaid") + Flag(fact.beside, "beside") +
         Flag(fact.test_only, "test");
}

std::string Index(std::string_view word, uint32_t index) {
  return index == kNoIndex ? std::string() : fmt::format(" {} {}", word, index);
}
std::string List(std::string_view word, const std::vector<std::string>& texts) {
  return texts.empty() ? std::string() : fmt::format(" {} {}", word, fmt::join(texts, " "));
}
std::string When(const std::vector<RegistrationCondition>& conditions) {
  std::string text;
  for (const RegistrationCondition& condition : conditions)
    text += fmt::format("{}{}.{}", text.empty() ? " when " : " ", condition.branch, condition.arm);
  return text;
}

std::string Said(const TraitsFact& traits) {
  std::string text = Part("name", traits.name) + Flag(traits.computed_name, "computed-name") +
                     Part("stage", traits.stage) + Flag(traits.computed_stage, "computed-stage");
  for (const PlacementFact& place : traits.placements)
    text += Part(place.after ? "after" : "before", place.behavior) + Flag(place.weak, "weak");
  return text + Flag(traits.placed && traits.placements.empty(), "unplaced") +
         Flag(traits.computed_placements, "computed-placements");
}

std::string Line(const PipelineFact& fact) {
  return fact.name + At(fact.location) + " " + std::string(OriginName(fact.origin)) +
         Part("by", fact.preset) + Flag(fact.mountable, "mountable") + Index("in", fact.function) +
         Index("parameter", fact.parameter) + Index("result-of", fact.result_of) +
         Part("symbol", fact.symbol) + List("symbols", fact.symbols) + Part("prefix", fact.prefix) +
         Flag(fact.prefix_unknown, "computed-prefix") + Part("verb", fact.verb) +
         List("at", fact.paths) + Flag(fact.path_unknown, "computed-path") +
         Flag(fact.list, "list") + Flag(fact.local, "local") + Flag(fact.serves, "serves") +
         Flag(fact.replaced, "replaced");
}

std::string Line(const RegisteringFunction& fact) {
  if (fact.location.span == ByteSpan()) return "(top level)";
  return (fact.name.empty() ? "(anonymous)" : fact.name) + At(fact.location) +
         Flag(fact.constructor, "constructor") +
         (fact.returns.empty() ? "" : fmt::format(" returns {}", fmt::join(fact.returns, " "))) +
         List("symbols", fact.symbols);
}

std::string Line(const RegistrationEvent& event) {
  return std::string(EffectName(event.effect)) + At(event.location) + Index("on", event.pipeline) +
         Part("by", event.preset) + Index("in", event.function) + " " +
         std::string(ScopeName(event.scope)) + Part("verb", event.verb) + List("at", event.paths) +
         Flag(event.listed, "listed") + Flag(event.path_unknown, "computed-path") +
         (event.group ? " group " + *event.group : "") + Flag(event.by_tag, "by-tag") +
         List("tags", event.tags) + Flag(event.tags_unknown, "computed-tags") +
         List("callees", event.callees) + Index("function", event.callee_function) +
         Index("result", event.result) + Flag(event.deferred, "deferred") +
         Index("setting", event.setting) + When(event.conditions);
}

std::string Line(const RegistrationEntry& entry) {
  return "  " + (entry.shown.empty() ? "(anonymous)" : entry.shown) + At(entry.location) +
         List("symbols", entry.symbols) + List("wrapped", entry.wrapped) +
         Index("pipeline", entry.pipeline) + Index("parameter", entry.parameter) +
         (entry.parameter == kNoIndex ? "" : Index("of", entry.parameter_of)) +
         Index("function", entry.function) + Index("arity", entry.arity.value_or(kNoIndex)) +
         Flag(entry.barrier, "barrier") + Flag(entry.shared, "shared") +
         Part("phase", entry.phase) + Flag(entry.named, "by-name") +
         Flag(entry.doubtful, "doubtful") + Flag(entry.made, "made") + Said(entry.options) +
         When(entry.conditions);
}

std::string Line(const RegistrationExport& made) {
  return "export " + made.name + Index("pipeline", made.pipeline) +
         Index("function", made.function) + List("symbols", made.symbols) +
         Index("arity", made.arity.value_or(kNoIndex)) + Flag(made.shared, "shared") +
         Index("component", made.component) + List("wrapped", made.wrapped);
}

std::string Targets(std::string_view word, const std::vector<ComponentTarget>& targets) {
  std::string text;
  for (const ComponentTarget& target : targets) {
    text += fmt::format(" {}{}", word, Part("verb", target.verb)) + Part("path", target.path) +
            Flag(target.exact, "exact") + Flag(target.unknown, "unknown") +
            List("symbols", target.symbols);
  }
  return text;
}

std::string Line(const ComponentItem& item) {
  return "  " + std::string(ComponentName(item.effect)) + At(item.location) +
         Flag(item.everywhere, "everywhere") + Part("verb", item.verb) + List("at", item.paths) +
         Flag(item.path_unknown, "computed-path") + Part("text", item.text) +
         Targets("for", item.targets) + Targets("except", item.excepted) + When(item.conditions);
}

std::string Line(const ComponentMember& member) { return " " + member.name + At(member.location); }

std::string Line(const ComponentFact& component) {
  return component.name + At(component.location) + " " +
         std::string(ComponentName(component.kind)) + Part("by", component.preset) +
         List("extends", component.bases) + Flag(component.base_unknown, "unknown-base") +
         List("at", component.paths) + Flag(component.path_unknown, "computed-path");
}

std::string Line(const DeclaredTraits& declared) {
  return "traits " + declared.type + Part("by", declared.preset) + Said(declared.traits);
}

std::string Line(const BehaviorClass& made) {
  return (made.alias ? "alias " : "class ") + made.type + Part("by", made.preset) +
         List("bases", made.bases);
}

template <class Fact>
void Lines(const std::vector<Fact>& facts, std::string& text) {
  for (const Fact& fact : facts) text += EscapeForTerminal(Line(fact)) + "\n";
}

void Lines(const CallFacts& facts, std::string& text) {
  Lines(facts.functions, text);
  Lines(facts.types, text);
  Lines(facts.values, text);
  for (const CallFact& call : facts.calls) text += EscapeForTerminal(Line(facts, call)) + "\n";
}

/// With the numbers by which other facts refer to them.
template <class Fact>
void NumberedLines(std::string_view word, const std::vector<Fact>& facts, std::string& text) {
  for (size_t i = 0; i < facts.size(); ++i)
    text += EscapeForTerminal(fmt::format("{} {} {}", word, i, Line(facts[i]))) + "\n";
}

void ItemLines(const std::string& before, const ComponentItem& item, std::string& text) {
  text += EscapeForTerminal(before + Line(item)) + "\n";
  Lines(item.entries, text);
}

void Lines(const RegistrationFacts& facts, std::string& text) {
  NumberedLines("pipeline", facts.pipelines, text);
  NumberedLines("function", facts.functions, text);
  for (const RegistrationEvent& event : facts.events) {
    text += EscapeForTerminal(Line(event)) + "\n";
    Lines(event.entries, text);
  }
  for (const RegistrationExport& made : facts.exports) {
    text += EscapeForTerminal(Line(made)) + "\n";
    Lines(made.entries, text);
  }
  Lines(facts.declared, text);
  for (size_t i = 0; i < facts.settings.size(); ++i)
    ItemLines(fmt::format("setting {}", i), facts.settings[i], text);
  for (size_t i = 0; i < facts.components.size(); ++i) {
    const ComponentFact& component = facts.components[i];
    text += EscapeForTerminal(fmt::format("component {} {}", i, Line(component))) + "\n";
    for (const ComponentItem& item : component.items) ItemLines("", item, text);
    for (const ComponentMember& member : component.members) {
      text += EscapeForTerminal(Line(member)) + "\n";
      for (const ComponentItem& item : member.items) ItemLines("", item, text);
    }
  }
  Lines(facts.classes, text);
}

}  // namespace

std::string DumpFacts(const FileFacts& facts) {
  std::string text = fmt::format("{} {} bytes", LanguageName(facts.language), facts.source_bytes);
  if (facts.error_nodes != 0) {
    text += fmt::format(", {} regions that could not be parsed", facts.error_nodes);
    if (facts.first_error != Location{}) text += ", the first at" + At(facts.first_error);
  }
  text += "\n";
  Lines(facts.imports.All(), text);
  Lines(facts.mods, text);
  Lines(facts.capabilities, text);
  Lines(facts.suppressions, text);
  Lines(facts.contracts, text);
  Lines(facts.registrations, text);
  Lines(facts.foreign, text);
  Lines(facts.declarations, text);
  Lines(facts.calls, text);
  return text;
}

}  // namespace krepis::analyzer
