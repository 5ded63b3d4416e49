#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/report/module_map.h"

namespace krepis::analyzer {

/// Where each module stands in a picture: layers from top to bottom, and from left to right within
/// one. What depends on something stands above it as far as that is possible. A picture of many
/// modules is drawn in groups first: families, and what begins with the same name.
struct ModuleLayout {
  /// More than these cannot be read at once; fewer are drawn one by one.
  static constexpr size_t kReadable = 60;
  /// And never more than these.
  static constexpr size_t kDrawable = 200;

  struct Group {
    std::string name;  // "app:*", "packages/*", "a - f"
    bool open = true;  // drawn as its modules
  };
  struct Place {
    uint32_t rank = 0;      // of `ranks`, from 0 at the top
    uint32_t position = 0;  // in its rank, from 0 at the left; shared by the modules of a group
    uint32_t group = ModuleMap::kNone;
  };

  std::vector<std::string> ranks;  // what each is called; empty texts where nobody named them
  std::vector<Group> groups;
  std::vector<Place> places;    // by module
  std::vector<uint32_t> order;  // the modules for a matrix: by rank, users before what they use
};

/// O(modules² + dependencies log dependencies), for modules beyond some thousands linear in them.
/// The same map gives the same layout.
ModuleLayout LayOut(const ModuleMap& map, std::span<const ModuleDependency> dependencies);

}  // namespace krepis::analyzer
