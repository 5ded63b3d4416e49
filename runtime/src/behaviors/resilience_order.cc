#include "krepis/behaviors/resilience_order.h"

#include <algorithm>

namespace krepis {

std::vector<Placement> PlacementsIn(std::span<const std::string_view> order,
                                    std::string_view name) {
  std::vector<Placement> placements;
  auto found = std::ranges::find(order, name);
  if (found == order.end()) return placements;
  for (++found; found != order.end(); ++found) {
    placements.push_back(Placement::Before(*found, Strength::kWeak));
  }
  return placements;
}

}  // namespace krepis
