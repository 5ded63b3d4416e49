#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Whether a path stands in or below one of `focus` (AnalysisRequest); all do where that is empty.
inline bool InFocus(std::string_view path, const std::vector<std::string>& focus) {
  return focus.empty() || std::any_of(focus.begin(), focus.end(), [&](const std::string& place) {
           return place.empty() || path == place ||
                  (path.starts_with(place) && path.size() > place.size() &&
                   path[place.size()] == '/');
         });
}

}  // namespace krepis::analyzer
