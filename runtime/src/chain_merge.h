#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "krepis/chain_registry.h"

namespace krepis {

/// The registrations of one chain, in an order to be checked and improved.
using Chosen = std::vector<const ChainRegistry::Registration*>;

/// An error of one route, or of the global behaviours among themselves (no route).
PipelineError RouteError(std::string_view route, PipelineError::Code code, std::string behavior,
                         std::string_view what);
std::string Quoted(std::string_view text);

/// Sorts by stage, scope and registration, then by placements. On success `moved_by` has, for each
/// element, the placement that changed its place or "". Errors: kContradictoryOrder.
Result<void, PipelineError> Order(std::string_view route, Chosen& chosen,
                                  std::vector<std::string>& moved_by);

}  // namespace krepis
