#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace krepis::analyzer {

enum class PathMatch : uint8_t { kNo, kMaybe, kYes };

/// `/api` + `/users` as routers join them.
std::string JoinPaths(std::string_view prefix, std::string_view path);

/// Whether every request that reaches the route `path` also passes what is registered for
/// `pattern`: as a prefix by segments, or (`exact`) as a whole. `:name` stands for one segment, `*`
/// for anything; case does not count. kMaybe: some do, or it is not known; a whole path for one
/// value of a parameter (`/users/me` before `/users/:id`) is a route of its own, kNo.
PathMatch MatchPath(std::string_view pattern, std::string_view path, bool exact);

}  // namespace krepis::analyzer
