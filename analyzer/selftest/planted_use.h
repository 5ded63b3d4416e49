#pragma once

#include "analyzer/config/capability.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// A use that the grant covers: its first capability, and its argument with a made-up text for each
/// wildcard.
CapabilityUse PlantedUse(const Grant& grant);

}  // namespace krepis::analyzer
