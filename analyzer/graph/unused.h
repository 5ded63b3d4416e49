#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"
#include "analyzer/graph/graph.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// How sure it is that nothing uses a dependency.
enum class UnusedConfidence : uint8_t {
  /// No code imports it, but tools may load it by themselves or it may be there for others.
  kPossible,
  /// Nothing imports it, and no text below its manifest names it.
  kLikely,
  /// What is declared cannot be reached from anywhere: nobody inherits it.
  kCertain,
};
std::string_view UnusedConfidenceName(UnusedConfidence confidence);

/// A dependency, or a target of a build, that a manifest declares and nothing uses.
struct UnusedDependency {
  std::string manifest;
  Location location;    // of the name in the manifest
  std::string section;  // "devDependencies", "build-dependencies", "add_library"
  std::string name;     // as written there
  UnusedConfidence confidence = UnusedConfidence::kLikely;
  std::string reason;
};

/// By (manifest, place). What cannot be told is not listed: dependencies for consumers (peers,
/// optional ones), those that are the peers of others, plugins that are found by their names. Reads
/// the files of the workspace.
///
/// A dependency of npm is used where code below its manifest imports it, or a script, a
/// configuration or a quoted string there names it or its program. One of Cargo where code of
/// the package has its name as a word, text of macros included. A library of CMake where any
/// command names it but those that make it.
std::vector<UnusedDependency> FindUnused(const Workspace& workspace, const Graph& graph);

}  // namespace krepis::analyzer
