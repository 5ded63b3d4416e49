#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/cheapest_cut.h"

namespace krepis::analyzer {

/// Which arcs of a component to cut, each after those that free more.
struct CutChoice {
  struct Cut {
    uint32_t arc = 0;            // an index
    std::optional<size_t> left;  // see AdvisedCut
  };
  std::vector<Cut> cuts;
  uint64_t cost = 0;
  bool exact = true;
  uint64_t visits = 0;   // of arcs, to find the order
  bool hurried = false;  // more visits were needed than allowed
};

/// The choice for the arcs of a component of `size` nodes; `most` bounds CutChoice::visits, but for
/// the last step.
CutChoice ChooseCuts(uint32_t size, std::span<const CostedArc> arcs, uint64_t most);

/// The choices of earlier runs, which are the same for the same arcs: finding them takes most of
/// the time of a run over a graph with large cycles. Thread-safe.
class CutMemory {
 public:
  /// ChooseCuts(), or what it gave before.
  CutChoice Choose(uint32_t size, std::span<const CostedArc> arcs, uint64_t most);
  /// Before each run: forgets what has not been asked for in the last kRunsKept.
  void BeginRun();

  static constexpr uint64_t kRunsKept = 16;

  /// What the last run asked for, for Load() of the same program; bytes in the machine's order.
  std::string Save() const;
  /// False, and nothing is known, where these are not what Save() gave.
  bool Load(std::string_view bytes);
  /// Whether a choice had to be made since Load().
  bool has_grown() const { return has_grown_; }

 private:
  struct Known {
    uint32_t size = 0;
    std::vector<CostedArc> arcs;
    uint64_t most = 0;
    CutChoice choice;
    uint64_t asked = 0;  // the number of the run
  };

  mutable std::mutex mutex_;
  bool has_grown_ = false;
  uint64_t run_ = 0;
  std::unordered_multimap<uint64_t, Known> known_;  // by a hash of the arcs
};

}  // namespace krepis::analyzer
