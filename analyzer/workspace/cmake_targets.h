#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// A program or library of a CMake file.
struct CMakeTarget {
  std::string name;
  bool executable = false;
  std::vector<std::string> sources;  // workspace-relative, as far as they are written out
};

/// The targets that add_executable and add_library of a CMake file make, with the sources of
/// target_sources, in order. `directory` is the file's folder. Variables that the same file sets
/// to literals, ${PROJECT_NAME} and the folders of the source tree are expanded; whatever has
/// others is left out. Imported targets and aliases are none.
std::vector<CMakeTarget> CMakeTargets(std::string_view text, std::string_view directory);

}  // namespace krepis::analyzer
