#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Whether the program of a command line takes its flags as Visual C++ does: cl, clang-cl, with a
/// version or .exe, or any with --driver-mode=cl.
bool TakesClFlags(std::string_view program, std::span<const std::string> arguments);

/// Flags of cl and clang-cl (https://clang.llvm.org/docs/UsersManual.html#clang-cl) in the spelling
/// of gcc, as far as they say what to parse: /I /external:I /imsvc /D /U /FI /std: /TC /TP /u.
/// Others that start with '/' are dropped; an argument that is the path of a file ("/src/a.c") and
/// flags that start with '-' in gcc's sense stay.
std::vector<std::string> TranslateClFlags(std::span<const std::string> arguments);

}  // namespace krepis::analyzer
