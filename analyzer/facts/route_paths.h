#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// "/api" and "users/" are "/api/users": one slash between, none at the end but of "/".
std::string JoinPaths(std::string_view prefix, std::string_view path);

}  // namespace krepis::analyzer
