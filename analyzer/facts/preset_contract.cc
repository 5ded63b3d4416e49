#include "analyzer/facts/preset_contract.h"

#include <algorithm>
#include <array>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/toml_reader.h"

namespace krepis::analyzer {
namespace {

ContinuationShape ReadShape(TomlReader& reader, const TomlNode& table) {
  constexpr auto kKeys = std::to_array<std::string_view>(
      {"parameters", "continuation", "names", "types", "beside", "method", "replays", "request",
       "response", "error", "makes", "awaits", "bare"});
  reader.CheckKeys(table, kKeys);
  ContinuationShape shape;
  shape.parameters = reader.Position(table, "parameters").value_or(0);
  const auto continuation = reader.Position(table, "continuation");
  shape.anywhere = !continuation.has_value();
  shape.continuation = continuation.value_or(0);
  shape.names = reader.List(table, "names");
  shape.types = reader.List(table, "types");
  shape.beside = reader.List(table, "beside");
  shape.method = reader.Text(table, "method");
  shape.replays = reader.Text(table, "replays");
  shape.response = reader.Position(table, "response");
  shape.request = reader.Position(table, "request");
  shape.error = reader.Position(table, "error");
  shape.makes = reader.Text(table, "makes");
  shape.awaits = reader.Boolean(table, "awaits");
  shape.bare = reader.Boolean(table, "bare");
  if (shape.parameters != 0 && shape.continuation >= shape.parameters)
    reader.Fail(table.location, "continuation counts from 0 and must be less than parameters");
  if (shape.anywhere && shape.types.empty())
    reader.Fail(table.location, "give the continuation's position, or its types");
  if (shape.names.empty() && shape.types.empty())
    reader.Fail(table.location, "give the continuation's names or types");
  return shape;
}

/// The names of "err|error".
std::vector<std::string> Alternatives(std::string_view text) {
  std::vector<std::string> names;
  while (true) {
    const size_t bar = text.find('|');
    names.emplace_back(text.substr(0, bar));
    if (bar == std::string_view::npos) return names;
    text.remove_prefix(bar + 1);
  }
}

MisshapenHandler ReadMisshapen(TomlReader& reader, const TomlNode& table) {
  constexpr auto kKeys =
      std::to_array<std::string_view>({"methods", "parameters", "length", "says", "fix"});
  reader.CheckKeys(table, kKeys);
  MisshapenHandler handler;
  handler.methods = reader.List(table, "methods");
  for (const std::string& names : reader.List(table, "parameters"))
    handler.parameters.push_back(Alternatives(names));
  handler.length = reader.Position(table, "length").value_or(0);
  handler.says = reader.Text(table, "says");
  handler.fix = reader.Text(table, "fix");
  if (handler.methods.empty() || handler.parameters.empty() || handler.says.empty())
    reader.Fail(table.location, "methods, parameters and says are needed");
  return handler;
}

}  // namespace

std::vector<Error> ContractPresets::Add(std::string_view toml, std::string_view path) {
  return Add(TomlReader(toml, path));
}

std::vector<Error> ContractPresets::Add(TomlNode root, std::string_view path) {
  return Add(TomlReader(std::move(root), path));
}

std::vector<Error> ContractPresets::Add(TomlReader reader) {
  constexpr auto kKeys = std::to_array<std::string_view>(
      {"version", "framework", "language", "uses", "registers", "throws", "must_answer",
       "answer_ends", "answer_returned", "answers", "answers_by_request", "texts", "prepares",
       "reads", "silences", "shape", "misshapen"});
  reader.CheckKeys(reader.root(), kKeys);
  ContractPreset preset;
  preset.language = reader.ReadHead();
  preset.framework = reader.Text(reader.root(), "framework");
  preset.uses = reader.List(reader.root(), "uses");
  preset.registers = reader.List(reader.root(), "registers");
  preset.throws = reader.Boolean(reader.root(), "throws");
  preset.must_answer = reader.Boolean(reader.root(), "must_answer");
  preset.answer_ends = reader.Boolean(reader.root(), "answer_ends");
  preset.answer_returned = reader.Boolean(reader.root(), "answer_returned");
  preset.answers = reader.List(reader.root(), "answers");
  preset.answers_by_request = reader.List(reader.root(), "answers_by_request");
  preset.texts = reader.List(reader.root(), "texts");
  preset.prepares = reader.List(reader.root(), "prepares");
  preset.reads = reader.List(reader.root(), "reads");
  preset.silences = reader.List(reader.root(), "silences");
  if (preset.framework.empty()) reader.Fail(reader.root().location, "framework is missing");
  if (preset.uses.empty()) reader.Fail(reader.root().location, "uses is missing");
  for (const TomlNode* shape : reader.Tables(reader.root(), "shape"))
    preset.shapes.push_back(ReadShape(reader, *shape));
  for (const TomlNode* handler : reader.Tables(reader.root(), "misshapen"))
    preset.misshapen.push_back(ReadMisshapen(reader, *handler));
  std::vector<Error> errors = reader.TakeErrors();
  if (errors.empty()) presets_.push_back(std::move(preset));
  return errors;
}

bool ContractPreset::IsUsedBy(std::string_view specifier) const {
  return ImportsOneOf(specifier, language, uses);
}

const ContractPreset* ContractPresets::Find(std::string_view framework) const {
  const auto found =
      std::find_if(presets_.begin(), presets_.end(),
                   [&](const ContractPreset& preset) { return preset.framework == framework; });
  return found == presets_.end() ? nullptr : &*found;
}

}  // namespace krepis::analyzer
