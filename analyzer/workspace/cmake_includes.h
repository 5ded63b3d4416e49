#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Folders that literals of target_include_directories() and include_directories() name,
/// workspace-relative, in order. `directory` is the file's folder, `source_root` what
/// ${CMAKE_SOURCE_DIR}, ${PROJECT_SOURCE_DIR} and the like stand for. $<BUILD_INTERFACE:…> is
/// looked into; arguments with other variables or expressions are skipped. Nothing is executed, so
/// conditions do not count.
std::vector<std::string> CMakeIncludeDirectories(std::string_view text, std::string_view directory,
                                                 std::string_view source_root);

}  // namespace krepis::analyzer
