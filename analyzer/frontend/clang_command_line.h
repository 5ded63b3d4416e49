#pragma once

#include <string>
#include <vector>

#include "analyzer/frontend/clang_flags.h"
#include "analyzer/frontend/clang_paths.h"

namespace krepis::analyzer {

/// The arguments that libclang gets, the program's name first and without the input: what was let
/// through, and what krepis itself wants.
std::vector<std::string> ClangCommandLine(const FilteredFlags& filtered);

/// Whether a directory that is searched as a system's lies in the workspace: then the bodies of its
/// headers count. `directory` is the unit's.
bool HasSystemDirectoryInside(const FilteredFlags& filtered, const std::string& directory,
                              ClangPaths& paths);

}  // namespace krepis::analyzer
