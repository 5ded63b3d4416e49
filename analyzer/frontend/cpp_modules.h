#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/core/source_text.h"
#include "analyzer/frontend/cpp_scanner.h"

namespace krepis::analyzer::cpp {

/// A statement of C++20's modules (https://eel.is/c++draft/module).
struct ModuleStatement {
  /// What it imports: a module ("a.b"), a partition of its own (":part"), a header. "" for nothing:
  /// the statement names the unit that it stands in.
  std::string name;
  uint32_t flags = 0;  // NodeFlag of kImport: kReexport, and for a header kInclude and kSystem
  bool exported = false;
  ByteSpan span;
};

/// Reads `statement`, the tokens before a semicolon outside of all brackets. nullopt for everything
/// else, `import` and `module` as names of types among it. `first`: nothing but such statements
/// stands before it, so it may say what the unit is.
std::optional<ModuleStatement> ReadModuleStatement(const Scanner& scanner,
                                                   std::span<const Token> statement, bool first);

}  // namespace krepis::analyzer::cpp
