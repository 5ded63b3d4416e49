#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "tests/harness/fixture.h"

namespace krepis::testing {

/// A violation or an unknown, as expectations speak of them.
struct Finding {
  FindingKind kind = FindingKind::kError;
  std::string rule;  // as Expectation has it
  std::string id;
  std::string message;  // escaped for reading; or a chain
  std::string path;
  analyzer::Location location;
};

/// The chain of a route called `route` that is registered at `location`.
Finding ChainFinding(std::string_view route, std::string chain, std::string path,
                     const analyzer::Location& location);

/// The report's findings, in its order.
std::vector<Finding> FindingsOf(const analyzer::Report& report);

/// Whether `finding` is what `expectation` describes.
bool Matches(const Fixture& fixture, const Expectation& expectation, const Finding& finding);

/// Which findings a fixture foretold. Each expectation takes one finding.
struct Comparison {
  std::vector<size_t> missing;  // expectations that nothing met, in the fixture's order
  std::vector<size_t> surplus;  // findings that no expectation met, in the report's order

  bool equal() const { return missing.empty() && surplus.empty(); }
};

/// Pairs as many expectations with findings as can be; unknowns that nobody expected do not count
/// as surplus.
Comparison Compare(const Fixture& fixture, const std::vector<Finding>& findings);

/// Both lists in words, one finding a line, with the source line for what is surplus.
std::string Explain(const Fixture& fixture, const std::vector<Finding>& findings,
                    const Comparison& comparison);

}  // namespace krepis::testing
