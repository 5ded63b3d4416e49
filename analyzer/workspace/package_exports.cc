#include "analyzer/workspace/package_exports.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Bounds what a hostile manifest can make of one import.
constexpr size_t kMaxTargets = 64;

bool IsDeclaration(std::string_view path) {
  return path.ends_with(".d.ts") || path.ends_with(".d.mts") || path.ends_with(".d.cts");
}

struct Match {
  const JsonValue* target = nullptr;
  std::string_view star;  // what `*` stands for
  bool has_star = false;
};

/// The member for `subpath`: exact first, then the pattern with the longest text before its `*`
/// (PATTERN_KEY_COMPARE), or the longest folder of the old "./folder/" form.
Match FindMember(const JsonValue& map, std::string_view subpath) {
  Match best;
  size_t best_prefix = 0, best_size = 0;
  for (const auto& [key, target] : map.members()) {
    if (key == subpath) return {&target, {}, false};
    const size_t star = key.find('*');
    const bool folder = star == std::string::npos && key.ends_with('/');
    if (star == std::string::npos && !folder) continue;
    const std::string_view prefix = std::string_view(key).substr(0, star);
    const std::string_view suffix = folder ? "" : std::string_view(key).substr(star + 1);
    if (subpath.size() <= prefix.size() + suffix.size()) continue;
    if (!subpath.starts_with(prefix) || !subpath.ends_with(suffix)) continue;
    if (best.target != nullptr &&
        std::pair(prefix.size(), key.size()) <= std::pair(best_prefix, best_size)) {
      continue;
    }
    best_prefix = prefix.size();
    best_size = key.size();
    best = {&target, subpath.substr(prefix.size(), subpath.size() - prefix.size() - suffix.size()),
            true};
  }
  return best;
}

std::string FillIn(const std::string& target, const Match& match) {
  if (!match.has_star) return target;
  if (target.ends_with('/')) return target + std::string(match.star);
  std::string filled;
  for (const char c : target) {
    if (c == '*') {
      filled.append(match.star);
    } else {
      filled.push_back(c);
    }
  }
  return filled;
}

}  // namespace

std::vector<std::string> PackageTargets(const JsonValue& map, std::string_view subpath,
                                        ImportForm form, std::span<const std::string> custom) {
  const bool sugar = !map.is_object() ||
                     (!map.members().empty() && !map.members().front().first.starts_with('.') &&
                      !map.members().front().first.starts_with('#'));
  Match match;
  if (sugar) {
    if (subpath != ".") return {};
    match.target = &map;
  } else {
    match = FindMember(map, subpath);
    if (match.target == nullptr) return {};
  }
  const auto holds = [&](std::string_view condition) {
    return condition == "types" || condition == "node" || condition == "default" ||
           condition == (form == ImportForm::kRequire ? "require" : "import") ||
           std::find(custom.begin(), custom.end(), condition) != custom.end();
  };
  struct Pending {
    const JsonValue* value;
    bool active;
  };
  std::vector<std::string> groups[2][2];  // [conditions fail][declaration]
  std::vector<Pending> pending = {{match.target, true}};
  size_t count = 0;
  while (!pending.empty() && count < kMaxTargets) {
    const auto [value, active] = pending.back();
    pending.pop_back();
    if (value->is_string()) {
      std::string target = FillIn(value->string(), match);
      groups[active ? 0 : 1][IsDeclaration(target) ? 1 : 0].push_back(std::move(target));
      ++count;
    } else if (value->is_null() && active && count == 0) {
      return {};  // explicitly not exported
    } else {
      for (auto it = value->items().rbegin(); it != value->items().rend(); ++it) {
        pending.push_back({&*it, active});
      }
      for (auto it = value->members().rbegin(); it != value->members().rend(); ++it) {
        pending.push_back({&it->second, active && holds(it->first)});
      }
    }
  }
  std::vector<std::string> targets;
  for (auto& group : groups) {
    for (std::vector<std::string>& list : group) {
      std::move(list.begin(), list.end(), std::back_inserter(targets));
    }
  }
  return targets;
}

}  // namespace krepis::analyzer
