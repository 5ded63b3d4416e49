#pragma once

#include <string_view>

namespace krepis::analyzer {

/// Whether objects of the language, of browsers or of Node have a method of that name (`map`,
/// `then`, `emit`, `write`): one called on an unknown object says nothing of a workspace.
bool IsCommonMethod(std::string_view name);

}  // namespace krepis::analyzer
