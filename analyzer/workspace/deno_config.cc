#include "analyzer/workspace/deno_config.h"

#include <fmt/format.h>

#include "analyzer/workspace/json.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

void AppendMap(const JsonValue& value, DenoConfig::ImportMap& map) {
  for (const auto& [name, target] : value.members()) {
    if (target.is_string()) map.emplace_back(name, target.string());
  }
}

/// An import map, in which a package of a registry stands for all that it exports, too.
void AppendImports(const JsonValue& value, DenoConfig::ImportMap& map) {
  AppendMap(value, map);
  for (const auto& [name, target] : value.members()) {
    const std::string_view text = target.string();
    if (!text.starts_with("jsr:") && !text.starts_with("npm:")) continue;
    if (name.ends_with('/') || text.ends_with('/')) continue;
    map.emplace_back(name + "/", std::string(text) + "/");
  }
}

void AppendMaps(const JsonValue& json, DenoConfig& config) {
  AppendImports(json["imports"], config.imports);
  for (const auto& [prefix, map] : json["scopes"].members()) {
    config.scopes.emplace_back(prefix, DenoConfig::ImportMap());
    AppendImports(map, config.scopes.back().second);
  }
}

Result<JsonValue> ParseObject(std::string_view path, std::string_view text) {
  Result<JsonValue> json = ParseJson(path, text, JsonDialect::kWithComments);
  if (json.ok() && !json->is_object()) {
    return Error{fmt::format("{} is not a JSON object", path), std::string(path), 1, 1};
  }
  return json;
}

}  // namespace

Result<DenoConfig> ParseDenoConfig(std::string_view path, std::string_view text) {
  const Result<JsonValue> parsed = ParseObject(path, text);
  if (!parsed.ok()) return parsed.error();
  const JsonValue& json = *parsed;
  DenoConfig config;
  config.path = path;
  config.directory = DirectoryOf(path);
  config.imports_directory = config.directory;
  config.name = json["name"].string();
  config.import_map = json["importMap"].string();
  AppendMaps(json, config);
  if (json["exports"].is_string()) {
    config.exports.emplace_back(".", json["exports"].string());
  } else {
    AppendMap(json["exports"], config.exports);
  }
  const JsonValue& workspace = json["workspace"];
  const JsonValue& members = workspace.is_object() ? workspace["members"] : workspace;
  for (const JsonValue& member : members.items()) {
    if (member.is_string()) config.workspace.push_back(member.string());
  }
  return config;
}

Result<void> MergeImportMap(std::string_view path, std::string_view text, DenoConfig& config) {
  const Result<JsonValue> json = ParseObject(path, text);
  if (!json.ok()) return json.error();
  config.imports_directory = DirectoryOf(path);
  AppendMaps(*json, config);
  return {};
}

}  // namespace krepis::analyzer
