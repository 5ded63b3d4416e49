#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/workspace/file_index.h"
#include "analyzer/workspace/resolver.h"

namespace krepis::analyzer {

/// Resolves #include without a compile database: quoted ones beside the includer first, then both
/// forms below the include roots. With a database the frontend knows what the compiler opened, and
/// this is not asked. Immutable and safe to share between threads; refers to the FileIndex.
class IncludeResolver {
 public:
  /// `configured` roots (config `include_roots`) come first and are no guesses; then `declared`
  /// ones (CMake), the workspace root, and every folder named include, inc or src.
  IncludeResolver(const FileIndex& files, std::vector<std::string> configured,
                  std::vector<std::string> declared);

  /// `header` as written between the quotes or angle brackets. A header found below several roots
  /// goes to the one that shares the longest path with the includer. Not found: "sys/<header>" in
  /// angle brackets and for known headers of C, C++ and POSIX, else unresolved.
  Resolution Resolve(std::string_view includer, std::string_view header, bool system) const;

  const std::vector<std::string>& roots() const { return roots_; }

 private:
  const FileIndex& files_;
  std::vector<std::string> roots_;
  size_t configured_ = 0;
};

/// Folders that literals of target_include_directories() and include_directories() in a
/// CMakeLists.txt (or *.cmake) name, workspace-relative. `path` is the file's. Understands
/// ${CMAKE_CURRENT_SOURCE_DIR}, ${PROJECT_SOURCE_DIR}, ${CMAKE_SOURCE_DIR} and
/// $<BUILD_INTERFACE:…>; other variables are skipped.
std::vector<std::string> CMakeIncludeDirectories(std::string_view path, std::string_view text);

}  // namespace krepis::analyzer
