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
  line += Flag(fact.extern_crate, "extern-crate");
  for (const ImportedName& name : fact.names) {
    line += " " + name.imported;
    if (name.local != name.imported) line += "=" + name.local;
  }
  return line;
}

std::string Line(const ModFact& fact) {
  return "mod " + fact.name + At(fact.location) + Part("in", fact.scope) +
         Part("path", fact.path_attribute) + Flag(fact.inline_body, "inline") +
         Flag(fact.test_only, "test");
}

std::string Line(const CapabilityUse& fact) {
  std::string line = "capability " + fact.capability;
  if (fact.argument) line += "(" + *fact.argument + ")";
  line += " " + fact.symbol + At(fact.location) + Part("in", fact.function);
  return line + " " + std::string(ConfidenceName(fact.confidence)) + Flag(fact.test_only, "test");
}

std::string Line(const SuppressionFact& fact) {
  return std::string(fact.whole_file ? "suppression-of-file " : "suppression ") + fact.rule +
         At(fact.location) + Part("until", fact.until) + Part("why", fact.why) +
         Part("problem:", fact.problem);
}

std::string Line(const ContractFact& fact) {
  return fact.rule + At(fact.location) + " after" + At(fact.first) + Part("in", fact.function) +
         Part("by", fact.framework) + Part("text", fact.text);
}

template <class Fact>
void Lines(const std::vector<Fact>& facts, std::string& text) {
  for (const Fact& fact : facts) text += EscapeForTerminal(Line(fact)) + "\n";
}

void Write(JsonWriter& json, std::string_view key, const Location& location) {
  json.Key(key).BeginObject();
  json.Member("start", location.span.start).Member("length", location.span.length);
  json.Member("line", location.begin.line).Member("column", location.begin.column);
  json.Member("end_line", location.end.line).Member("end_column", location.end.column);
  json.EndObject();
}

void WriteFlag(JsonWriter& json, std::string_view key, bool value) {
  if (value) json.Member(key, value);
}

void Write(JsonWriter& json, const ImportFact& fact) {
  json.Member("kind", EdgeKindName(fact.kind)).OptionalMember("specifier", fact.specifier);
  Write(json, "location", fact.location);
  Write(json, "statement", fact.statement);
  json.OptionalMember("resolved", fact.resolved).OptionalMember("scope", fact.scope);
  WriteFlag(json, "system", fact.system);
  WriteFlag(json, "reexport", fact.reexport);
  WriteFlag(json, "glob", fact.glob);
  WriteFlag(json, "computed", fact.computed);
  WriteFlag(json, "test_only", fact.test_only);
  WriteFlag(json, "extern_crate", fact.extern_crate);
  if (fact.names.empty()) return;
  json.Key("names").BeginArray();
  for (const ImportedName& name : fact.names) {
    json.BeginObject().Member("imported", name.imported).OptionalMember("local", name.local);
    json.EndObject();
  }
  json.EndArray();
}

void Write(JsonWriter& json, const ModFact& fact) {
  json.Member("name", fact.name).OptionalMember("scope", fact.scope);
  json.OptionalMember("path_attribute", fact.path_attribute);
  WriteFlag(json, "inline_body", fact.inline_body);
  WriteFlag(json, "test_only", fact.test_only);
  Write(json, "location", fact.location);
}

void Write(JsonWriter& json, const CapabilityUse& fact) {
  json.Member("capability", fact.capability);
  if (fact.argument) json.Member("argument", *fact.argument);
  json.Member("symbol", fact.symbol).OptionalMember("function", fact.function);
  json.Member("confidence", ConfidenceName(fact.confidence));
  WriteFlag(json, "test_only", fact.test_only);
  Write(json, "location", fact.location);
}

void Write(JsonWriter& json, const SuppressionFact& fact) {
  json.Member("rule", fact.rule).OptionalMember("until", fact.until);
  json.OptionalMember("why", fact.why);
  WriteFlag(json, "whole_file", fact.whole_file);
  Write(json, "location", fact.location);
  json.OptionalMember("problem", fact.problem);
}

void Write(JsonWriter& json, const ContractFact& fact) {
  json.Member("rule", fact.rule).OptionalMember("function", fact.function);
  json.Member("framework", fact.framework);
  Write(json, "location", fact.location);
  Write(json, "first", fact.first);
  json.Member("text", fact.text);
}

template <class Fact>
void WriteList(JsonWriter& json, std::string_view key, const std::vector<Fact>& facts) {
  if (facts.empty()) return;
  json.Key(key).BeginArray();
  for (const Fact& fact : facts) {
    json.BeginObject();
    Write(json, fact);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string DumpFacts(const FileFacts& facts) {
  std::string text = fmt::format("{} {} bytes", LanguageName(facts.language), facts.source_bytes);
  if (facts.error_nodes != 0) {
    text += fmt::format(", {} regions that could not be parsed", facts.error_nodes);
    if (facts.first_error != Location{}) text += ", the first at" + At(facts.first_error);
  }
  text += "\n";
  Lines(facts.imports, text);
  Lines(facts.mods, text);
  Lines(facts.capabilities, text);
  Lines(facts.suppressions, text);
  Lines(facts.contracts, text);
  return text;
}

void WriteFacts(const FileFacts& facts, JsonWriter& json) {
  json.BeginObject().Member("schema", "krepis.facts/1");
  json.Member("language", LanguageName(facts.language));
  json.Member("source_bytes", facts.source_bytes);
  if (facts.error_nodes != 0) json.Member("error_nodes", facts.error_nodes);
  if (facts.first_error != Location{}) Write(json, "first_error", facts.first_error);
  WriteList(json, "imports", facts.imports);
  WriteList(json, "mods", facts.mods);
  WriteList(json, "capabilities", facts.capabilities);
  WriteList(json, "suppressions", facts.suppressions);
  WriteList(json, "contracts", facts.contracts);
  json.EndObject();
}

}  // namespace krepis::analyzer
