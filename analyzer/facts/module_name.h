#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/language.h"

namespace krepis::analyzer {

/// What the specifier of a JavaScript import names, in the form that tables and presets use.
struct ModuleName {
  /// `node/fs`, `npm/@scope/pkg/sub`, `jsr/@std/fs`, `bun/ffi`, `url/https://…`; of the workspace:
  /// the specifier as written (`./auth`, `#internal/x`).
  std::string module;
  /// Where the specifier stands for a member of the module: `promises` for `fs/promises`.
  std::string member;
  /// Relative, absolute or `#…`: certainly not a package. Whether a bare name is a package or an
  /// alias of the workspace (tsconfig paths, workspace members) only resolution can tell.
  bool first_party = false;
};

/// The canonical form is one per module, however it is written: `node:fs` and `fs` are `node/fs`;
/// a subpath of a Node module is a member of it (`fs/promises` is `node/fs` member `promises`, as
/// `fs.promises` is); `npm:pkg@1.2/sub` (Deno) is `npm/pkg/sub`.
ModuleName CanonicalModule(std::string_view specifier);

/// Whether an import of a file of `group` is of one of `modules`, `*` is any text: canonical names
/// of JavaScript, where no relative specifier is any of them, else specifiers as written.
bool ImportsOneOf(std::string_view specifier, LanguageGroup group,
                  const std::vector<std::string>& modules);

/// Whether a file with that text may import one of `modules`, when its imports are not known: what
/// is fixed of the name stands between quotes.
bool MayImportOneOf(std::string_view source, LanguageGroup group,
                    const std::vector<std::string>& modules);

}  // namespace krepis::analyzer
