#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// What survives of a compiler's command line.
struct CompileFlags {
  /// Allowed flags, each with its value joined or following as libclang takes them; paths absolute.
  std::vector<std::string> kept;
  /// Flags that would write or load something, as written: they are reported.
  std::vector<std::string> refused;
  /// Input files (positional arguments), as written.
  std::vector<std::string> inputs;
};

/// Sorts `arguments` (without the compiler) into kept, refused and silently dropped (optimisation,
/// warnings, linking, output). Kept are -I -iquote -isystem -idirafter -iframework -F -isysroot
/// --sysroot -nostdinc -nostdinc++ -stdlib -D -U -std -ansi -x -include -imacros --target -m* (not
/// -mllvm), -pthread, and the -f flags that change parsing. Relative paths are resolved against
/// `directory`, which is absolute. Nothing is executed, no file is read.
CompileFlags FilterCompileFlags(std::span<const std::string> arguments, std::string_view directory);

/// A command line as a POSIX shell splits it into words: quotes and backslashes, no expansions.
std::vector<std::string> SplitShellWords(std::string_view command);

}  // namespace krepis::analyzer
