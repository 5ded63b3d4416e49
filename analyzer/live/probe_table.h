#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/live/recording_file_system.h"

namespace krepis::analyzer {

/// Probes as bytes, by folder: made to be asked in place. `probes` is in order.
std::string PackProbes(const std::vector<Probe>& probes);

/// Whether all answers are still the same in the tree on the disk below `root` (an absolute path),
/// asked on `jobs` threads. False as well for bytes that PackProbes() did not make.
bool StillHold(std::string_view packed, const std::string& root, unsigned jobs);

}  // namespace krepis::analyzer
