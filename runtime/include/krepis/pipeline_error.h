#pragma once

#include <cstdint>
#include <string>

namespace krepis {

/// Why no provider or no chain could be built. These are mistakes of the program that registers.
struct PipelineError {
  enum class Code : uint8_t {
    kNullBehavior,         ///< a null pointer was registered
    kUnnamedBehavior,      ///< a behaviour's traits have no name
    kUnknownStage,         ///< a stage outside the enumeration, declared or required
    kEmptyTarget,          ///< a scoped or local registration, or a route, without a group or id
    kDuplicateBehavior,    ///< one chain has a behaviour twice that is not repeatable
    kSeveralTransactions,  ///< one chain has two behaviours of the transaction stage
    kMissingStage,         ///< a chain lacks a stage that is required of it
    kMissingBehavior,      ///< a chain lacks a behaviour that a strong placement names
    kContradictoryOrder,   ///< placements and stages cannot all be met; the message has the cycle
    kChainTooLong,         ///< one chain has more than PipelineProvider::kMaxChainLength behaviours
    kTooManyChains,        ///< the bound on cached chains is reached
  };

  Code code;
  /// The behaviour at fault; empty where it has no name or the fault is a lack of one.
  std::string behavior;
  /// The route whose chain was being built; empty for errors of a registration.
  std::string route;
  /// Names the behaviours, the route and the next step. One line.
  std::string message;
};

}  // namespace krepis
