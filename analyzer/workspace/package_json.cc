#include "analyzer/workspace/package_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

using Table = std::map<std::string, std::string, std::less<>>;

Table StringTable(const JsonValue& value) {
  Table table;
  for (const auto& [name, requirement] : value.members()) {
    if (requirement.is_string()) table[name] = requirement.string();
  }
  return table;
}

void AppendStrings(const JsonValue& list, std::vector<std::string>& out) {
  for (const JsonValue& item : list.items()) {
    if (item.is_string()) out.push_back(item.string());
  }
}

/// Plain, 'single' or "double" quoted; comments behind it go.
std::string YamlScalar(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  if (text.starts_with('\'') || text.starts_with('"')) {
    const size_t end = text.find(text.front(), 1);
    return std::string(text.substr(1, end == std::string_view::npos ? end : end - 1));
  }
  text = text.substr(0, text.find(" #"));
  while (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('\r')) text.remove_suffix(1);
  return std::string(text);
}

void AddScalar(std::string_view text, std::vector<std::string>& out) {
  std::string scalar = YamlScalar(text);
  if (!scalar.empty() && !scalar.starts_with('#')) out.push_back(std::move(scalar));
}

}  // namespace

bool PackageJson::Declares(std::string_view package) const {
  return dependencies.contains(package) || dev_dependencies.contains(package) ||
         peer_dependencies.contains(package) || optional_dependencies.contains(package) ||
         std::find(engines.begin(), engines.end(), package) != engines.end();
}

Result<PackageJson> ParsePackageJson(std::string_view path, std::string_view text) {
  Result<JsonValue> parsed = ParseJson(path, text, JsonDialect::kStrict);
  if (!parsed.ok()) return std::move(parsed).error();
  const JsonValue& json = *parsed;
  if (!json.is_object()) {
    return Error{fmt::format("{} is not a JSON object", path), std::string(path), 1, 1};
  }
  PackageJson package;
  package.path = path;
  package.directory = DirectoryOf(path);
  package.name = json["name"].string();
  package.main = json["main"].string();
  package.module = json["module"].string();
  package.types = json["types"].is_string() ? json["types"].string() : json["typings"].string();
  package.source = json["source"].string();
  package.exports = json["exports"];
  package.imports = json["imports"];
  // Yarn 1 also knows {"packages": […], "nohoist": […]}.
  const JsonValue& workspaces = json["workspaces"];
  AppendStrings(workspaces.is_object() ? workspaces["packages"] : workspaces, package.workspaces);
  package.dependencies = StringTable(json["dependencies"]);
  package.dev_dependencies = StringTable(json["devDependencies"]);
  package.peer_dependencies = StringTable(json["peerDependencies"]);
  package.optional_dependencies = StringTable(json["optionalDependencies"]);
  // An optional peer need not stand among the peers.
  for (const auto& [name, meta] : json["peerDependenciesMeta"].members()) {
    package.peer_dependencies.emplace(name, "*");
  }
  for (const auto& [name, requirement] : json["engines"].members()) {
    package.engines.push_back(name);
  }
  package.is_private = json["private"].bool_or(false);
  if (json["bin"].is_string()) {
    package.bin[package.name] = json["bin"].string();
  } else {
    package.bin = StringTable(json["bin"]);
  }
  return package;
}

std::vector<std::string> ParsePnpmWorkspace(std::string_view text) {
  constexpr std::string_view kKey = "packages:";
  std::vector<std::string> globs;
  bool inside = false;  // of the list
  bool flow = false;    // of [ … ]
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const size_t indent = line.find_first_not_of(" \t");
    if (indent == std::string_view::npos || line[indent] == '#') continue;
    if (line.starts_with(kKey)) {
      inside = true;
      line.remove_prefix(kKey.size());
      const size_t open = line.find('[');
      if (open == std::string_view::npos) continue;
      flow = true;
      line.remove_prefix(open + 1);
    } else if (!inside) {
      continue;
    } else if (!flow && line[indent] == '-') {
      AddScalar(line.substr(indent + 1), globs);
      continue;
    } else if (!flow) {
      inside = false;  // the next key
      continue;
    }
    while (flow) {
      const size_t stop = line.find_first_of(",]");
      AddScalar(line.substr(0, stop), globs);
      if (stop == std::string_view::npos) break;
      if (line[stop] == ']') inside = flow = false;
      line.remove_prefix(stop + 1);
    }
  }
  return globs;
}

}  // namespace krepis::analyzer
