#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/foreign_links.h"

namespace krepis::analyzer {

/// The programs that the manifests of a workspace build, by name. Immutable.
class ProgramTable {
 public:
  struct Program {
    std::string name;
    std::string folder;  // of its manifest
    uint32_t file = 0;   // where it begins, a place in Workspace::sources()
    bool cargo = false;
  };

  explicit ProgramTable(const ForeignSides& sides);

  /// The programs of that name as a place, by folder.
  std::vector<Program> Named(std::string_view name) const;

 private:
  void AddCargo(const ForeignSides& sides);
  void AddPackages(const ForeignSides& sides);
  void AddCMake(const ForeignSides& sides);

  std::multimap<std::string, Program, std::less<>> programs_;
};

/// Of the sources of a target the one that it begins with: the only one, else the only `main`, else
/// the only one that is called like the target.
std::optional<uint32_t> MainSource(const ForeignSides& sides, std::string_view target,
                                   const std::vector<std::string>& sources);

}  // namespace krepis::analyzer
