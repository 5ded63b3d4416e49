#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// Where krepis keeps what it may forget: $XDG_CACHE_HOME/krepis, else ~/.cache/krepis. Made where
/// it is missing, for this user alone. None where there is no such place, or others may write
/// there.
std::optional<std::string> CacheFolder();

/// What krepis lets that folder take.
inline constexpr uint64_t kMaxCacheBytes = uint64_t{1} << 30;

/// Removes the files that were not written for the longest time, until the folder's files whose
/// names end with `suffix` take no more than `max_bytes`.
void TrimFolder(const std::string& folder, uint64_t max_bytes, std::string_view suffix = "");

}  // namespace krepis::analyzer
