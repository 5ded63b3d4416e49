#include "analyzer/facts/preset.h"

#include <algorithm>

#include "analyzer/core/glob.h"

namespace krepis::analyzer {
namespace {

/// Whether `name` stands at the start of `text` or behind a separator.
bool MatchesEnd(std::string_view pattern, std::string_view text) {
  if (MatchWildcard(pattern, text)) return true;
  for (size_t i = text.find_first_of("#.:"); i != std::string_view::npos;
       i = text.find_first_of("#.:", i + 1)) {
    if (MatchWildcard(pattern, text.substr(i + 1))) return true;
  }
  return false;
}

/// The first of `forms` that has one of the symbols, or null.
template <class Form>
const Form* FindForm(const std::vector<Form>& forms, const std::vector<std::string>& symbols) {
  const auto found = std::find_if(forms.begin(), forms.end(), [&](const Form& form) {
    return std::find_first_of(form.symbols.begin(), form.symbols.end(), symbols.begin(),
                              symbols.end()) != form.symbols.end();
  });
  return found == forms.end() ? nullptr : &*found;
}

}  // namespace

const PresetCall* Preset::FindCall(std::string_view method) const {
  const auto found = std::find_if(calls.begin(), calls.end(),
                                  [&](const PresetCall& call) { return call.method == method; });
  return found == calls.end() ? nullptr : &*found;
}

const PresetCall* Preset::FindChained(std::string_view method) const {
  const auto found = std::find_if(chained.begin(), chained.end(),
                                  [&](const PresetCall& call) { return call.method == method; });
  return found == chained.end() ? nullptr : &*found;
}

const PresetHelper* Preset::FindHelper(std::string_view method) const {
  const auto found = std::find_if(helpers.begin(), helpers.end(), [&](const PresetHelper& helper) {
    return helper.method == method;
  });
  return found == helpers.end() ? nullptr : &*found;
}

const PresetMake* Preset::FindMake(const std::vector<std::string>& symbols) const {
  return FindForm(makes, symbols);
}

const PresetWrapper* Preset::FindWrapper(const std::vector<std::string>& symbols) const {
  return FindForm(wrappers, symbols);
}

const PresetAttribute* Preset::FindAttribute(const std::vector<std::string>& symbols) const {
  return FindForm(attributes, symbols);
}

const PresetBehavior* Preset::FindBehavior(const std::vector<std::string>& symbols) const {
  const auto found =
      std::find_if(behaviors.begin(), behaviors.end(), [&](const PresetBehavior& behavior) {
        return std::find(symbols.begin(), symbols.end(), behavior.symbol) != symbols.end();
      });
  return found == behaviors.end() ? nullptr : &*found;
}

const PresetCombinator* Preset::FindCombinator(const std::vector<std::string>& symbols) const {
  const auto found =
      std::find_if(combinators.begin(), combinators.end(), [&](const PresetCombinator& known) {
        return std::find(symbols.begin(), symbols.end(), known.symbol) != symbols.end();
      });
  return found == combinators.end() ? nullptr : &*found;
}

size_t Preset::PhaseIndex(std::string_view phase) const {
  const auto found = std::find(phases.begin(), phases.end(), phase);
  return found == phases.end() ? npos : static_cast<size_t>(found - phases.begin());
}

size_t Preset::StageIndex(std::string_view stage) const {
  const auto found = std::find_if(stages.begin(), stages.end(),
                                  [&](const PresetStage& known) { return known.name == stage; });
  return found == stages.end() ? npos : static_cast<size_t>(found - stages.begin());
}

PresetTable PresetTable::Only(const std::vector<const Preset*>& presets) const {
  PresetTable some;
  for (const Preset& preset : presets_) {
    if (std::find(presets.begin(), presets.end(), &preset) != presets.end())
      some.presets_.push_back(preset);
  }
  return some;
}

const Preset* PresetTable::Find(std::string_view name) const {
  const auto found = std::find_if(presets_.begin(), presets_.end(),
                                  [&](const Preset& preset) { return preset.name == name; });
  return found == presets_.end() ? nullptr : &*found;
}

std::vector<std::string> PresetTable::StageNames() const {
  std::vector<std::string> names;
  for (const Preset& preset : presets_) {
    for (const PresetStage& stage : preset.stages) names.push_back(stage.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<std::string> PresetTable::RuleIds() const {
  std::vector<std::string> ids;
  for (const Preset& preset : presets_) {
    for (const OrderingRule& rule : preset.rules) ids.push_back(rule.id.value);
  }
  return ids;
}

SymbolPattern ParseSymbolPattern(std::string_view text) {
  SymbolPattern pattern;
  pattern.text = text;
  const size_t hash = text.find('#');
  if (hash != std::string_view::npos) pattern.package = text.substr(0, hash);
  pattern.symbol = hash == std::string_view::npos ? text : text.substr(hash + 1);
  return pattern;
}

std::string VerbOf(std::string_view method) {
  if (const size_t last = method.rfind("::"); last != std::string_view::npos)
    method.remove_prefix(last + 2);
  std::string verb;
  for (const char c : method.substr(0, method.find('_')))
    verb.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return verb;
}

bool MatchesSymbol(const SymbolPattern& pattern, std::string_view symbol) {
  if (pattern.package.empty()) return MatchesEnd(pattern.symbol, symbol);
  const size_t hash = symbol.find('#');
  return hash != std::string_view::npos && MatchWildcard(pattern.package, symbol.substr(0, hash)) &&
         MatchWildcard(pattern.symbol, symbol.substr(hash + 1));
}

std::string_view ScopeName(RegistrationScope scope) {
  switch (scope) {
    case RegistrationScope::kGlobal:
      return "global";
    case RegistrationScope::kGroup:
      return "group";
    case RegistrationScope::kLocal:
      return "local";
  }
  return "";
}

}  // namespace krepis::analyzer
