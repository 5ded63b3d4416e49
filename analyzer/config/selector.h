#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/glob.h"
#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// Which files, modules or externals one side of a rule speaks of. What a selector matches is
/// ModuleTable's to say.
struct Selector {
  enum class Kind : uint8_t {
    kModule,    // core, app:shop, app:{name}, app:!{name}
    kTag,       // tag:ts
    kPath,      // path:src/**; its captures bind variables as {name} does in modules
    kExternal,  // ext:npm/@scope/*; ext:* is every external
    kAny,       // *: every file and every external
  };
  /// What a module's captured value must be; one per capture, none at all for all of the module.
  struct Argument {
    enum class Kind : uint8_t {
      kLiteral,      // app:shop
      kVariable,     // app:{name}: binds it in `from`, equals it elsewhere
      kNotVariable,  // app:!{name}: anything but what `from` bound
    };
    Kind kind = Kind::kLiteral;
    std::string text;  // the value or the variable's name
  };

  Kind kind = Kind::kAny;
  std::string text;                 // as written
  Location location;                // in krepis.toml
  std::string name;                 // module or tag; an external's name, where '*' is a wildcard
  std::string ecosystem;            // of an external; "*" is any
  std::vector<Argument> arguments;  // of a module
  std::optional<Glob> glob;         // of a path

  /// The variables that this selector binds (in `from`) or needs (elsewhere), in order.
  std::vector<std::string> Variables() const;
  /// Whether a module and its tags decide, never the single file: then rules may work on the
  /// quotient graph.
  bool IsModuleLevel() const {
    return kind == Kind::kModule || kind == Kind::kTag || kind == Kind::kAny;
  }
};

/// Whether a [modules] table may have this name: not empty, without blanks, controls and what
/// selectors and layers give a meaning (: * ! { } / \\ , | ").
bool IsModuleName(std::string_view name);

/// npm, node, jsr, url, cargo, std, sys.
bool IsEcosystem(std::string_view name);

/// An external as the graph names it, `ext:npm/@scope/name`, in its two parts.
struct ExternalName {
  std::string_view ecosystem;
  std::string_view name;
};
std::optional<ExternalName> ParseExternal(std::string_view text);

/// Parses one selector; whether its module or tag exists is for the caller to check. `location` is
/// left empty. The error's `column` is the 1-based byte in `text`.
Result<Selector> ParseSelector(std::string_view text);

}  // namespace krepis::analyzer
