#include "analyzer/workspace/package_entries.h"

#include <array>

namespace krepis::analyzer {
namespace {

constexpr auto kKeys = std::to_array<std::string_view>(
    {"main",     "module",      "browser",       "types",        "typings", "source",
     "bin",      "exports",     "react-native",  "svelte",       "unpkg",   "jsdelivr",
     "umd:main", "esnext",      "jsnext:main",   "style",        "sass",    "electron",
     "worker",   "directories", "typesVersions", "publishConfig"});

}  // namespace

std::vector<std::string> PackageEntries(const JsonValue& manifest) {
  std::vector<std::string> targets;
  for (const std::string_view key : kKeys) {
    std::vector<const JsonValue*> pending = {&manifest[key]};
    while (!pending.empty()) {
      const JsonValue& value = *pending.back();
      pending.pop_back();
      if (value.is_string() && !value.string().empty()) targets.push_back(value.string());
      for (auto it = value.items().rbegin(); it != value.items().rend(); ++it)
        pending.push_back(&*it);
      for (auto it = value.members().rbegin(); it != value.members().rend(); ++it)
        pending.push_back(&it->second);
    }
  }
  return targets;
}

}  // namespace krepis::analyzer
