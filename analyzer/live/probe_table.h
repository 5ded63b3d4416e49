#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/live/recording_file_system.h"

namespace krepis::analyzer {

/// Probes as bytes.
struct PackedProbes {
  std::string questions;  // by folder: made to be asked in place
  std::string listings;   // what folders hold, for those whose identity is another one
};

/// `probes` is in order.
PackedProbes PackProbes(const std::vector<Probe>& probes);
/// The same probes, in any order; empty for bytes that PackProbes() did not make.
std::vector<Probe> UnpackProbes(std::string_view questions, std::string_view listings);

/// Asks the tree on the disk below `root` (an absolute path) all of it again, on `jobs` threads.
/// Where all answers are the same but for the contents of `limit` regular files at most: these, in
/// order. None where more is another, and for bytes that PackProbes() did not make.
std::optional<std::vector<std::string>> ChangedFiles(std::string_view questions,
                                                     std::string_view listings,
                                                     const std::string& root, unsigned jobs,
                                                     size_t limit);

}  // namespace krepis::analyzer
