#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// Probes found where they are packed, which must outlive it. Immutable. Nothing is found in bytes
/// that PackProbes() did not make.
class ProbeIndex {
 public:
  ProbeIndex(std::string_view questions, std::string_view listings);

  /// The answer of a probe, if there is one.
  std::optional<std::string_view> Find(Probe::Question question, std::string_view path) const;
  /// In any order.
  std::vector<Probe> All() const;

 private:
  struct Entry {
    std::string_view name;  // in its folder; the whole path where that is none
    Probe::Question question;
    std::string_view answer;
  };
  static bool ByName(const Entry& a, const Entry& b);
  struct Range {
    size_t first = 0;
    size_t last = 0;
  };

  std::vector<Entry> entries_;                           // those of a folder together, sorted
  std::unordered_map<std::string_view, Range> folders_;  // among these
  std::unordered_map<std::string_view, std::string_view> listings_;
};

/// Asks the tree on the disk below `root` (an absolute path) all of it again, on `jobs` threads.
/// Where all answers are the same but for the contents of `limit` regular files at most: these, in
/// order. None where more is another, and for bytes that PackProbes() did not make.
std::optional<std::vector<std::string>> ChangedFiles(std::string_view questions,
                                                     std::string_view listings,
                                                     const std::string& root, unsigned jobs,
                                                     size_t limit);

}  // namespace krepis::analyzer
