#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "analyzer/config/keys.h"
#include "analyzer/config/rule_ids.h"

namespace krepis::analyzer {
namespace {

using Json = nlohmann::json;
using Names = std::set<std::string>;

constexpr std::string_view kDefinitions = "#/definitions/";

Json Schema() {
  std::ifstream file(KREPIS_SCHEMA_FILE);
  REQUIRE(file);
  return Json::parse(file);
}

/// The definition that `node` refers to, else `node`.
const Json& Resolved(const Json& schema, const Json& node) {
  if (!node.contains("$ref")) return node;
  const std::string ref = node["$ref"];
  REQUIRE(ref.starts_with(kDefinitions));
  return schema["definitions"][ref.substr(kDefinitions.size())];
}

Names Strings(const Json& array) {
  Names names;
  for (const Json& item : array) names.insert(item.get<std::string>());
  return names;
}

/// A string, which may be one of the key's words only.
bool IsString(const Json& node, const ConfigKey& key) {
  if (node.value("type", "") != "string") return false;
  const Names words(key.words.begin(), key.words.end());
  return words.empty() ? !node.contains("enum") : Strings(node.value("enum", Json())) == words;
}

bool IsStrings(const Json& node, const ConfigKey& key) {
  return node.value("type", "") == "array" && IsString(node["items"], key);
}

/// Whether the schema says of a key's value what the loader checks.
bool Agrees(const Json& schema, const Json& node, const ConfigKey& key) {
  switch (key.type) {
    case ConfigType::kString:
      return IsString(node, key);
    case ConfigType::kStrings:
      return IsStrings(node, key);
    case ConfigType::kStringOrStrings:
      return node.contains("anyOf") && node["anyOf"].size() == 2 &&
             IsString(node["anyOf"][0], key) && IsStrings(node["anyOf"][1], key);
    case ConfigType::kInteger:
      return node.value("type", "") == "integer" && node.value("minimum", Json()) == key.least;
    case ConfigType::kBoolean:
      return node.value("type", "") == "boolean";
    case ConfigType::kDate:
      return node.value("type", "") == "string" && node.value("format", "") == "date";
    case ConfigType::kTable:
      return node.contains("$ref") && Resolved(schema, node).value("type", "") == "object";
    case ConfigType::kTables:
      return node.value("type", "") == "array" && node["items"].contains("$ref") &&
             Resolved(schema, node["items"]).value("type", "") == "object";
  }
  return false;
}

}  // namespace

TEST_CASE("the published schema says what the loader accepts, key by key") {
  const Json schema = Schema();
  Names defined;
  for (const ConfigTable* table : config_keys::All()) {
    const std::string name(table->name);
    INFO("table " << name);
    REQUIRE((name.empty() || schema["definitions"].contains(name)));
    const Json& node = name.empty() ? schema : schema["definitions"][name];
    if (!name.empty()) defined.insert(name);
    CHECK(node["type"] == "object");

    const Json properties = node.value("properties", Json::object());
    Names required;
    for (const ConfigKey& key : table->keys) {
      INFO("key " << key.name);
      REQUIRE(properties.contains(std::string(key.name)));
      CHECK(Agrees(schema, properties[std::string(key.name)], key));
      if (key.required) required.insert(std::string(key.name));
    }
    CHECK(Strings(node.value("required", Json::array())) == required);

    if (!table->open) {
      CHECK(properties.size() == table->keys.size());
      CHECK(node["additionalProperties"] == false);
      continue;
    }
    CHECK(Agrees(schema, node["additionalProperties"], table->own));
    for (const auto& [property, value] : properties.items()) {
      INFO("property " << property);
      const bool is_key = std::any_of(table->keys.begin(), table->keys.end(),
                                      [&](const ConfigKey& key) { return key.name == property; });
      CHECK((is_key || Agrees(schema, value, table->own)));
    }
  }
  Names definitions;
  for (const auto& [name, node] : schema["definitions"].items()) definitions.insert(name);
  CHECK(definitions == defined);
}

TEST_CASE("the published schema knows every built-in rule and its default") {
  const Json schema = Schema();
  const Json& properties = schema["definitions"]["severity"]["properties"];
  CHECK(properties.size() == BuiltInRules().size() + RuleFamilies().size());
  for (const BuiltInRule& rule : BuiltInRules()) {
    INFO(rule.id);
    REQUIRE(properties.contains(std::string(rule.id)));
    CHECK(properties[std::string(rule.id)]["default"] == SeverityName(rule.default_severity));
    CHECK(FindBuiltInRule(rule.id) == &rule);
    CHECK(std::count(RuleFamilies().begin(), RuleFamilies().end(), RuleFamily(rule.id)) == 1);
  }
  for (const std::string_view family : RuleFamilies()) {
    CHECK(properties.contains(std::string(family) + "/*"));
  }
}

TEST_CASE("a verb of the schema is a verb of the loader") {
  const Json schema = Schema();
  const auto verbs = [&](const char* definition) {
    Names names;
    for (const Json& one : schema["definitions"][definition]["oneOf"]) {
      names.insert(one["required"][0].get<std::string>());
    }
    return names;
  };
  CHECK(verbs("rule") == Names{"deny", "allow_only", "require", "cycles", "orphans"});
  CHECK(verbs("ordering_rule") ==
        Names{"before", "after", "adjacent", "first", "last", "at_most_once", "required"});
}

}  // namespace krepis::analyzer
