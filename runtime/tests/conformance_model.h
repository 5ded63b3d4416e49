#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "runtime/tests/conformance.h"

namespace krepis::testing {

/// What should happen, by the rules of the engine's headers and nothing of its mechanism: here a
/// call of next is legal or not by who makes it, so there are no positions or entry numbers.
class Model final : public Subject {
 public:
  std::vector<Observed> Run(const Case& conformance_case) override;
};

}  // namespace krepis::testing
