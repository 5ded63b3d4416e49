#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// How code and code in another language, or in another program, find each other. The values are
/// stable (krepis.v1.ForeignRole).
enum class ForeignRole : uint8_t {
  kDefines = 1,       // a function with C linkage
  kDeclares = 2,      // a function with C linkage whose body is elsewhere
  kCalls = 3,         // C, C++: a function by its name alone, which nothing in the file declares
                      // but prototypes
  kAddon = 4,         // JavaScript: loads a Node-API module, by its name or path
  kProgram = 5,       // starts a program: its name or path
  kScript = 6,        // starts a script: its path
  kCargoProgram = 7,  // Rust: a binary of the own package, by its name
  kSnippet = 8,       // Rust: JavaScript that wasm-bindgen imports, by its path
  kGenerated = 9,     // Rust: code that a build script makes, by its file name
  kHeader = 10,       // Rust: a header of C++ that a bridge includes, by its path
};

/// "defines", "declares", … as dumps print it; "" for an unknown value.
std::string_view ForeignRoleName(ForeignRole role);

/// One end of a dependency that crosses languages or programs, as the source states it; the other
/// end is found when all files are known.
struct ForeignFact {
  ForeignRole role = ForeignRole::kDefines;
  std::string name;
  Location location;
  /// Defines, declares: the file is C++ and does not say that the linkage is C's. It is where the
  /// file is included by C, and of a definition where a declaration that it sees says so.
  bool unsaid = false;
  bool beside = false;  // the path begins at the file's folder, not at the working directory
  bool test_only = false;

  friend bool operator==(const ForeignFact&, const ForeignFact&) = default;
};

}  // namespace krepis::analyzer
