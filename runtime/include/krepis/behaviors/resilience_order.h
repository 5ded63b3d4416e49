#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "krepis/pipeline_behavior.h"

namespace krepis {

/// The order of the resilience stage, outermost first: the fallback answers for all that fails
/// inside; whoever waits for room holds nothing yet; the time-out covers all attempts; the breaker
/// counts what came of a call, not each attempt; retries are next to the work.
inline constexpr std::array<std::string_view, 5> kResilienceOrder = {
    "fallback", "bulkhead", "timeout", "circuit-breaker", "retry"};

/// The placements that give the behaviour `name` its place in `order`, by whichever scopes the
/// behaviours are registered: outside all that follow it there, if they are in the chain. For
/// another order, give it to all behaviours of the stage.
std::vector<Placement> PlacementsIn(std::span<const std::string_view> order, std::string_view name);

}  // namespace krepis
