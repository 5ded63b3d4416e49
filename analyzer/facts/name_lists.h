#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

// Lists of names as presets give them: short, in no order.

inline bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether one of `wanted` is among `names`.
inline bool ContainsAny(const std::vector<std::string>& names,
                        const std::vector<std::string>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const std::string& name) { return Contains(names, name); });
}

}  // namespace krepis::analyzer
