#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "analyzer/facts/registrations.h"

namespace krepis::analyzer {

/// One behaviour of a chain, as far as its place among others matters.
struct PlacedLink {
  std::string_view name;  // empty: not known
  size_t stage = 0;
  bool sure = true;        // it stands in the chain for sure
  uint32_t condition = 0;  // those that are not sure and share one stand there together
  std::span<const PlacementFact> placements;
  bool placements_known = true;
};

struct LinkOrder {
  std::vector<size_t> order;  // indices of links, outermost first
  std::vector<bool> loose;    // by index: its place among those of its stage is not known
};

/// Puts `links`, which stand by stage, scope and registration, where their placements move them
/// within their stage: at each place stands the first that waits for no other
/// (runtime/src/chain_order.cc). What depends on a behaviour that may be missing, or on what is not
/// known, is loose. Quadratic in the number of links.
LinkOrder OrderLinks(std::span<const PlacedLink> links);

}  // namespace krepis::analyzer
