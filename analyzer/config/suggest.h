#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// The candidate that a misspelt `name` most likely means: the one at the least edit distance
/// (insert, delete, replace, swap of neighbours; case ignored), if that is small
/// for its length. Empty: none is near. The first of equals wins.
std::string_view Nearest(std::string_view name, std::span<const std::string_view> candidates);

/// `; did you mean "…"?` for the nearest candidate, else "".
std::string DidYouMean(std::string_view name, std::span<const std::string_view> candidates);
std::string DidYouMean(std::string_view name, std::span<const std::string> candidates);

/// DidYouMean, or `; <otherwise>` when no candidate is near.
std::string DidYouMeanOr(std::string_view name, std::span<const std::string_view> candidates,
                         std::string_view otherwise);

/// `a, b or c`.
std::string OneOf(std::span<const std::string_view> names);

}  // namespace krepis::analyzer
