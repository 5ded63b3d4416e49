#pragma once

#include <string>
#include <vector>

#include "tests/harness/comparison.h"
#include "tests/harness/fixture.h"

namespace krepis::testing {

/// The fixture's text with its expectations made true: those that nothing met are taken out,
/// findings nobody expected are written down with their whole message and, where carets can draw
/// it, their span. What was met stays as it is written. Findings in files that cannot hold comments
/// (JSON) or that no fixture file has are left alone.
std::string Updated(const Fixture& fixture, const std::vector<Finding>& findings,
                    const Comparison& comparison);

}  // namespace krepis::testing
