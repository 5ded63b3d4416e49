#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

struct FilteredFlags {
  std::vector<std::string> flags;    // what libclang may see, spelled as joined or separate pairs
  std::vector<std::string> dropped;  // what it may not, as given
  /// Directories named by include flags and the folders of -include files, as given (relative ones
  /// are the unit's directory's): what a worker must be able to read.
  std::vector<std::string> directories;
};

/// Passes only the compile flags that change how source is read: search paths, macros, language,
/// target, a list of -f and -m switches. What writes files, loads code, runs programs, reads more
/// arguments from a file, or reaches clang's internals (-Xclang, -load, -fplugin, -MD, -o, -B,
/// @file,
/// --config …) is dropped, and so is what raises clang's own limits on nesting. An unknown flag is
/// dropped: this is an allow-list. Pure; any thread.
FilteredFlags FilterFlags(const std::vector<std::string>& flags);

}  // namespace krepis::analyzer
