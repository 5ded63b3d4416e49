#include "analyzer/workspace/specifier_patterns.h"

#include <algorithm>
#include <functional>

namespace krepis::analyzer {

void SpecifierPatterns::AddPattern(std::string_view before, std::string_view behind,
                                   uint32_t value) {
  by_beginning_[before].push_back({behind, value});
  const auto at =
      std::lower_bound(lengths_.begin(), lengths_.end(), before.size(), std::greater<>());
  if (at == lengths_.end() || *at != before.size()) lengths_.insert(at, before.size());
}

std::optional<SpecifierPatterns::Match> SpecifierPatterns::Find(std::string_view specifier) const {
  if (const auto it = exact_.find(specifier); it != exact_.end()) return Match{it->second, {}};
  const auto longest =
      std::lower_bound(lengths_.begin(), lengths_.end(), specifier.size(), std::greater<>());
  for (auto length = longest; length != lengths_.end(); ++length) {
    const auto it = by_beginning_.find(specifier.substr(0, *length));
    if (it == by_beginning_.end()) continue;
    const std::string_view rest = specifier.substr(*length);
    for (const Ending& ending : it->second) {
      if (!rest.ends_with(ending.behind)) continue;
      return Match{ending.value, rest.substr(0, rest.size() - ending.behind.size())};
    }
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
