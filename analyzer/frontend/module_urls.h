#pragma once

#include <cstddef>
#include <string_view>

namespace krepis::analyzer {

// Code that is loaded by its place without being imported. Both take the text from the first word
// on, and give the length of what they recognise, 0 for anything else: a literal path that begins
// with "./" or "../" and ends as code does.

/// `new URL("./worker.ts", import.meta.url)`: workers, and whatever else is started.
size_t ModuleUrlAt(std::string_view text);
/// `import.meta.glob("./pages/*.ts"`, up to what follows the pattern (Vite).
size_t ModuleGlobAt(std::string_view text);

}  // namespace krepis::analyzer
