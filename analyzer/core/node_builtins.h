#pragma once

#include <string_view>

namespace krepis::analyzer {

/// Whether Node.js provides the module, "node:" aside: "fs", "fs/promises"
/// (https://nodejs.org/api/modules.html#built-in-modules).
bool IsNodeBuiltin(std::string_view name);

}  // namespace krepis::analyzer
