#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// One command of a CMake file as written: nothing is executed, variables are not expanded.
struct CMakeCommand {
  struct Argument {
    std::string text;     // without quotes and escapes
    uint32_t offset = 0;  // of its first byte in the file
  };
  std::string name;  // in lower case
  std::vector<Argument> arguments;
};

/// The commands of a CMakeLists.txt or *.cmake, in order
/// (https://cmake.org/cmake/help/latest/manual/cmake-language.7.html). Never fails: what is no
/// command is skipped. Linear in the text.
std::vector<CMakeCommand> ReadCMakeCommands(std::string_view text);

}  // namespace krepis::analyzer
