#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace krepis::analyzer {

/// Whether a manifest names a package that is imported by its name.
enum class Declaration : uint8_t {
  kUnknown,  // no manifest governs the file, or what it leads to needs no declaration
  kNearest,  // in the nearest manifest, or it is the package itself
  kDev,      // Cargo: in the nearest manifest, but for tests, examples and benches alone
  kAbove,    // npm: only in a manifest further up (a workspace root)
  kUndeclared,
};

/// Where an import leads.
struct Resolution {
  enum class Kind : uint8_t {
    /// Names something of the workspace that is not there.
    kUnresolved,
    /// A source file of the workspace; `target` is its path.
    kFile,
    /// A file of the workspace that is not analysed: an asset, data, code that is ignored or
    /// excluded, or one still to be generated (it does not exist and git would ignore it). `target`
    /// is its path.
    kUnanalysed,
    /// `target` is ECOSYSTEM/NAME: "npm/@scope/pkg", "node/fs/promises", "jsr/@std/path",
    /// "url/https://host/x.ts", "cargo/serde", "std/collections", "sys/vector".
    kExternal,
    /// A name of the importing file itself: no edge (Rust paths that start with a local item).
    kLocal,
  };

  Kind kind = Kind::kUnresolved;
  /// Found by convention rather than by the build's own description (contract: guessed-include).
  bool guessed = false;
  std::string target;
  /// For packages by name; kUnknown for relative paths, aliases and whatever else leads there.
  Declaration declaration = Declaration::kUnknown;
  /// Of kUnresolved: why, in words that follow "cannot resolve './x': ", or empty.
  std::string reason = {};

  static Resolution Unresolved(std::string reason) {
    Resolution resolution;
    resolution.reason = std::move(reason);
    return resolution;
  }

  friend bool operator==(const Resolution&, const Resolution&) = default;
};

}  // namespace krepis::analyzer
