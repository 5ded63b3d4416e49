#pragma once

#include <string_view>
#include <vector>

#include "analyzer/config/ordering_config.h"
#include "analyzer/graph/chains.h"

namespace krepis::analyzer {

/// Where a chain breaks a rule, or may.
struct OrderingFault {
  bool decided = true;                  // false: it may break it
  const ChainElement* at = nullptr;     // what stands wrong; null: what is missing stands nowhere
  const ChainElement* other = nullptr;  // what it is wrong to
  std::string_view stage;               // of `at`, or the missing one
  std::string_view other_stage;
  const ChainElement* doubt = nullptr;  // undecided: what it depends on
};

/// Judges the chain of one route by one rule. Pointers are into `route`. A rule of krepis.toml is
/// meant as it says: nothing of the outer stage stands inside of the inner one. One that a
/// framework documents says what the inner stage needs: one of the outer stage outside of it is
/// enough.
std::vector<OrderingFault> JudgeChain(const ChainTable& chains, const Route& route,
                                      const OrderingRule& rule, bool documented);

}  // namespace krepis::analyzer
