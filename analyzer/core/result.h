#pragma once

#include <cstdint>
#include <string>

#include "krepis/result.h"

namespace krepis::analyzer {

/// The world failed: I/O, a config file, a parser, a process. `message` names the thing and the
/// next step; where it is about a place in a file, `path` is that file (workspace-relative where it
/// lies in the workspace) and line/column are 1-based (0: unknown).
struct Error {
  std::string message;
  std::string path;
  uint32_t line = 0;
  uint32_t column = 0;
};

template <class T>
using Result = krepis::Result<T, Error>;

}  // namespace krepis::analyzer
