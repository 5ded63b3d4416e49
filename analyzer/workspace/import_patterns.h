#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/discovery.h"

namespace krepis::analyzer {

/// The files of JavaScript and TypeScript that an import may load whose path from the workspace's
/// root on is known but for its `*`, "app/locale/*.js": as bundlers find them, with the extensions
/// that a resolver adds or replaces, and the index of a folder. `*` stands for anything but '/'.
/// `sources` are sorted by path. Empty when more than a thousand fit, or to find them costs more
/// than what is left of `budget`, in files looked at.
std::vector<std::string> FilesThatFit(std::span<const SourceFile> sources,
                                      std::string_view importer, std::string_view pattern,
                                      uint64_t& budget);

}  // namespace krepis::analyzer
