#include "analyzer/workspace/binding_gyp.h"

#include <utility>

#include "analyzer/workspace/json.h"

namespace krepis::analyzer {
namespace {

/// The literal as JSON: strings in double quotes, no comments, round brackets square. Texts of
/// several parts ("a" "b") stay what they are, which is no JSON.
std::string AsJson(std::string_view text) {
  std::string json;
  json.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '#') {
      at = text.find('\n', at);
      if (at == std::string_view::npos) break;
      json += '\n';
    } else if (c == '(' || c == ')') {
      json += c == '(' ? '[' : ']';
    } else if (c == '"' || c == '\'') {
      json += '"';
      for (++at; at < text.size() && text[at] != c; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) {
          ++at;
          if (text[at] != '\'') json += '\\';
          json += text[at];
        } else {
          if (text[at] == '"') json += '\\';
          json += text[at];
        }
      }
      json += '"';
    } else {
      json += c;
    }
  }
  return json;
}

/// The sources of a target, also those that only some of its conditions have.
void CollectSources(const JsonValue& target, std::vector<std::string>& sources) {
  std::vector<const JsonValue*> pending = {&target};
  while (!pending.empty()) {
    const JsonValue& value = *pending.back();
    pending.pop_back();
    for (const JsonValue& item : value.items()) pending.push_back(&item);
    for (const auto& [name, member] : value.members()) {
      if (name != "sources" && name != "sources+") {
        pending.push_back(&member);
        continue;
      }
      for (const JsonValue& source : member.items()) {
        const std::string& path = source.string();
        if (!path.empty() && path.find_first_of("<>") == std::string::npos) sources.push_back(path);
      }
    }
  }
}

}  // namespace

Result<std::vector<GypTarget>> ParseBindingGyp(std::string_view path, std::string_view text) {
  Result<JsonValue> json = ParseJson(path, AsJson(text), JsonDialect::kWithComments);
  if (!json) return std::move(json).error();
  std::vector<GypTarget> targets;
  for (const JsonValue& target : (*json)["targets"].items()) {
    GypTarget& made = targets.emplace_back();
    made.name = target["target_name"].string();
    CollectSources(target, made.sources);
  }
  return targets;
}

}  // namespace krepis::analyzer
