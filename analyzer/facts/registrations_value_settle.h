#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_values.h"

namespace krepis::analyzer {

/// Puts the events in order; two pipelines that have turned out to be one get one number; what
/// came up on the way but is about nothing goes. `ends`: of each event, where it is done.
void SettleRegistrations(const ValueFinder& finder, const std::vector<uint32_t>& ends,
                         RegistrationFacts& facts);

}  // namespace krepis::analyzer
