#pragma once

#include <optional>
#include <string>

namespace krepis::analyzer {

/// The user and groups of this process, on which hangs what it may read; none where they cannot be
/// told.
std::optional<std::string> UserStamp();

}  // namespace krepis::analyzer
