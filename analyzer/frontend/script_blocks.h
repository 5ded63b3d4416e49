#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// Leaves of a component (.vue, .svelte) the contents of its <script> blocks and blanks the rest,
/// so that what is left is TypeScript with every byte and line in its place. Files of other names
/// stay as they are. A block that does not end reaches to the end of the file.
void KeepScripts(std::string_view path, std::string& text);

}  // namespace krepis::analyzer
