#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/json.h"

namespace krepis::analyzer {

/// How a specifier is used; it selects the conditions of `exports` and `imports`.
enum class ImportForm : uint8_t {
  kImport,   // import, export … from, import(), import type
  kRequire,  // require(), import x = require()
};

/// What `exports` maps "." or "./sub" to, or `imports` "#name"
/// (https://nodejs.org/api/packages.html#package-entry-points): all targets as written, `*` filled
/// in, best first: those whose conditions hold (types, import or require, node, default and
/// `custom`), then the others, because a source tree may lack what the build writes; in each group
/// declarations (.d.ts) last. Empty when the package does not export the subpath.
std::vector<std::string> PackageTargets(const JsonValue& map, std::string_view subpath,
                                        ImportForm form, std::span<const std::string> custom);

}  // namespace krepis::analyzer
