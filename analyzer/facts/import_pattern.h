#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// What the argument of a call says of a specifier that is computed: `import("./a/" + name)` is
/// "./a/*", import(`../${x}/b.js`) is "../*/b.js". `call` is the text from the callee to the
/// closing parenthesis. `new URL("./a.js", import.meta.url)` and `import.meta.glob("./a/*.js")` say
/// what stands there. "" when the argument is anything else than literals and values joined in a
/// row, or does not begin with the literal path of a folder that is relative to the file or stands
/// behind an alias ("@/a/*").
std::string ImportPattern(std::string_view call);

}  // namespace krepis::analyzer
