#include "analyzer/lsp/config_names.h"

#include <algorithm>
#include <array>

#include "analyzer/config/capability.h"
#include "analyzer/config/rule_ids.h"
#include "analyzer/lsp/words.h"

namespace krepis::analyzer {
namespace {

using namespace config_keys;

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool TakesSelectors(const ConfigPlace& place) {
  if (place.key == nullptr || place.table == nullptr) return false;
  return place.table == &kLayers ||
         (place.table != &kOrderingRule &&
          IsOneOf(place.key->name, {"from", "to", "except", "within", "visible_to"}));
}

bool TakesStages(const ConfigPlace& place) {
  return place.table == &kOrderingRule && place.key != nullptr &&
         IsOneOf(place.key->name,
                 {"before", "after", "adjacent", "first", "last", "at_most_once", "required"});
}

bool TakesCapabilities(const ConfigPlace& place) {
  return place.key != nullptr && (place.table == &kSandboxModule ||
                                  (place.table == &kDeny && place.key->name == "capability"));
}

bool TakesRules(const ConfigPlace& place) {
  return place.table == &kException && place.key != nullptr && place.key->name == "rule";
}

}  // namespace

std::optional<ConfigName> FindConfigName(const Config& config, const ConfigPlace& place,
                                         std::string_view text, uint32_t offset) {
  if (place.kind == ConfigPlace::Kind::kNothing) return std::nullopt;
  std::string name = WordAt(text, offset).text;
  if (place.kind == ConfigPlace::Kind::kHeader) name = place.text;
  const bool of_ordering = place.table == &kOrderingRule || place.table == &kStage;
  if (!of_ordering) {
    if (const ModuleConfig* module = config.FindModule(name)) {
      return ConfigName{ConfigName::Kind::kModule, name, module->location};
    }
  }
  for (const StageConfig& stage : config.ordering.stages) {
    if (of_ordering && stage.name.value == name) {
      return ConfigName{ConfigName::Kind::kStage, name, stage.location};
    }
  }
  for (const RuleConfig& rule : config.rules) {
    if (rule.id.value == name) return ConfigName{ConfigName::Kind::kRule, name, rule.location};
  }
  for (const OrderingRule& rule : config.ordering.rules) {
    if (rule.id.value == name) return ConfigName{ConfigName::Kind::kRule, name, rule.location};
  }
  return std::nullopt;
}

std::vector<std::string> ValuesOf(const Config& config, const ConfigPlace& place) {
  std::vector<std::string> values;
  if (place.key == nullptr) return values;
  if (!place.key->words.empty()) return {place.key->words.begin(), place.key->words.end()};
  if (TakesSelectors(place)) {
    for (const ModuleConfig& module : config.modules) values.push_back(module.name.value);
    if (place.table != &kLayers) values.insert(values.end(), {"*", "tag:", "path:", "ext:"});
  } else if (TakesStages(place)) {
    for (const StageConfig& stage : config.ordering.stages) values.push_back(stage.name.value);
  } else if (TakesCapabilities(place)) {
    for (const std::string_view capability : KnownCapabilities()) values.emplace_back(capability);
  } else if (TakesRules(place)) {
    for (const RuleConfig& rule : config.rules) values.push_back(rule.id.value);
    for (const OrderingRule& rule : config.ordering.rules) values.push_back(rule.id.value);
    for (const BuiltInRule& rule : BuiltInRules()) values.emplace_back(rule.id);
  }
  return values;
}

}  // namespace krepis::analyzer
