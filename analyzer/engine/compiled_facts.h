#pragma once

#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/extract.h"
#include "analyzer/frontend/clang_semantics_map.h"

namespace krepis::analyzer {

/// ExtractFacts() with what the compiler knows of the file, if it was compiled. Of such a file, an
/// #include that the compiler neither opened nor missed stands in a part that no unit compiles: it
/// is no dependency of this build.
FileFacts ExtractCompiledFacts(const Ast& ast, std::string_view path, std::string_view source,
                               const SemanticsMap& semantics, const ExtractOptions& options);

}  // namespace krepis::analyzer
