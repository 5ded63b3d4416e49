#pragma once

#include <compare>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// Whether one of two files is a few imports away from the other. Files are indices into the facts.
struct NearAnswer {
  uint32_t from = 0;
  uint32_t to = 0;
  bool near = false;
  friend auto operator<=>(const NearAnswer&, const NearAnswer&) = default;
};

/// How far files are apart by what they import. Not thread-safe; remembers what it was asked.
class ImportNearness {
 public:
  /// Imports on the way from one file to another, at most.
  static constexpr int kImports = 3;

  /// `graph` must outlive it.
  explicit ImportNearness(const Graph& graph);

  /// Whether the second is at most kImports away from the first, or that from it.
  bool AreNear(uint32_t from, uint32_t to);
  /// All pairs that were asked about, in any order.
  const std::vector<NearAnswer>& answers() const { return answers_; }

 private:
  bool IsNear(uint32_t from, uint32_t to);

  const Graph& graph_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> near_;  // by file, ascending
  std::vector<uint32_t> seen_;  // by file: the search that has last come to it
  uint32_t search_ = 0;
  std::unordered_map<uint64_t, bool> known_;  // by pair
  std::vector<NearAnswer> answers_;
};

}  // namespace krepis::analyzer
