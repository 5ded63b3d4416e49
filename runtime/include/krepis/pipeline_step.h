#pragma once

#include <cstdint>

namespace krepis {

class BehaviorBase;

namespace internal {

/// What the engine reads of one place in a chain. A chain's steps stand one after the other.
struct PipelineStep {
  BehaviorBase* behavior;  // null: the handler's, the last step
  bool posts;
  bool replays;
};

}  // namespace internal

/// Which entry may go on, and where: what every form of `next` carries, by value. Only the engine
/// makes one. 16 bytes.
class NextPosition {
 private:
  friend class PipelineCursor;

  uint64_t entry_ = 0;  // unique in the process: see PipelineCursor
  /// Of the behaviour that was entered; `next` enters the one after it. Not read unless the entry
  /// is the open one: a kept `next` may outlive its chain.
  const internal::PipelineStep* step_ = nullptr;
};

}  // namespace krepis
