#pragma once

#include <string>
#include <vector>

#include "analyzer/frontend/clang_flags.h"
#include "analyzer/frontend/clang_paths.h"
#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// The arguments that clang gets, the program's name first and without the input: what was let
/// through, and what krepis itself wants.
std::vector<std::string> ClangCommandLine(const FilteredFlags& filtered);

/// Makes the directory of `unit` the process' own and returns the absolute name of its file, which
/// no compiler can take for a flag. The error says in one line what is not there.
Result<std::string> EnterUnit(const ClangUnit& unit);

/// Whether a directory that is searched as a system's lies in the workspace: then the bodies of its
/// headers count. `directory` is the unit's.
bool HasSystemDirectoryInside(const FilteredFlags& filtered, const std::string& directory,
                              ClangPaths& paths);

}  // namespace krepis::analyzer
