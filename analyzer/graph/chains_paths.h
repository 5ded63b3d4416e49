#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

enum class PathMatch : uint8_t { kNo, kMaybe, kYes };

/// Whether every request that reaches the route `path` also passes what is registered for
/// `pattern`: as a prefix by segments, or (`exact`) as a whole. `:name` stands for one segment, `*`
/// for anything; case does not count. kMaybe: some do, or it is not known; a whole path for one
/// value of a parameter (`/users/me` before `/users/:id`) is a route of its own, kNo.
PathMatch MatchPath(std::string_view pattern, std::string_view path, bool exact);

/// Whether one of the paths has `:name` as a segment; no path has the parameter "".
bool HasParameter(const std::vector<std::string>& paths, std::string_view name);

/// The paths of a registration below the prefixes of its pipeline.
std::vector<std::string> JoinedPaths(const std::vector<std::string>& prefixes,
                                     const std::vector<std::string>& paths);

}  // namespace krepis::analyzer
