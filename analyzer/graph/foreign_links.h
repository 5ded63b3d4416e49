#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/facts/facts.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// A dependency across languages or programs. Files are places in Workspace::sources().
struct ForeignLink {
  uint32_t from = 0;
  uint32_t to = 0;
  std::string_view specifier;  // of a fact
  Location location;
  bool test_only = false;
  std::string external = {};  // not empty: the other end is no source but this, "ext:proto/a.proto"
};

/// One of which several ends fit: which it is the sources do not say.
struct ForeignDoubt {
  uint32_t from = 0;
  std::string_view specifier;
  Location location;
  std::vector<uint32_t> candidates;  // more than one, ascending
};

struct ForeignLinks {
  std::vector<ForeignLink> links;
  std::vector<ForeignDoubt> doubts;
};

/// An import and where it leads.
struct ResolvedImport {
  const ImportFact* import = nullptr;
  const Resolution* resolution = nullptr;
};

/// What finding them takes; all must outlive the result.
struct ForeignSides {
  const Workspace& workspace;
  std::span<const FileFacts> facts;                      // in the order of Workspace::sources()
  std::span<const std::vector<ResolvedImport>> imports;  // per file

  const std::string& Path(uint32_t file) const { return workspace.sources()[file].path; }
  /// The source of that path, symlinks followed.
  std::optional<uint32_t> SourceAt(std::string_view path) const;
};

/// Where foreign facts meet, by the rules below. Reads manifests of the workspace, and of its other
/// files only what a fact leads to.
ForeignLinks FindForeignLinks(const ForeignSides& sides);

// By subject; FindForeignLinks calls all of them.

/// Functions with C linkage, by name. Rust that declares one leads to its definition in C, C++ or
/// Rust; a declaration or call of C and C++ to its definition in Rust. Of several definitions that
/// of the own Cargo package counts, else those outside tests; more than one of these is a doubt.
/// What nobody in the workspace defines is a library's.
void LinkFunctions(const ForeignSides& sides, ForeignLinks& links);

/// Programs and scripts that are started, by name or path: the binaries of Cargo, the `bin` of a
/// package.json, executables of CMake, and files. Of several programs of a name that of the own
/// package counts, else it is a doubt. What the workspace does not build is another's.
void LinkPrograms(const ForeignSides& sides, ForeignLinks& links);

/// Node-API modules that JavaScript loads, by path, by name or through the loader that is made with
/// them: targets of a binding.gyp and of cmake-js lead to the source that registers the module,
/// crates of napi-rs and Neon to their root. The nearest manifest around counts; where that builds
/// several modules that fit it is a doubt.
void LinkAddons(const ForeignSides& sides, ForeignLinks& links);

/// Packages that wasm-bindgen makes: an import of what wasm-pack builds (the folder `pkg` of a
/// crate, files called by the crate, a dependency by path or within the workspace) leads to the
/// root of the crate, and so does glue that is kept in the repository; JavaScript that a crate
/// imports by path, to that file.
void LinkWasm(const ForeignSides& sides, ForeignLinks& links);

/// Bridges of cxx: the headers that a bridge includes, and Rust whose generated header
/// (`x.rs.h`) is included.
void LinkBridges(const ForeignSides& sides, ForeignLinks& links);

/// Code that is generated of a .proto, to the one schema of the workspace that fits by its path or,
/// in Rust, by its package. Of generated code that is kept in the repository that code itself leads
/// there. A schema is an external (`ext:proto/PATH`): it is no source, so it belongs to no module
/// and is none of the files, and it is there only where something leads to it.
void LinkSchemas(const ForeignSides& sides, ForeignLinks& links);

}  // namespace krepis::analyzer
