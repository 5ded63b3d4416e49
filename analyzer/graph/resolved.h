#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/workspace/resolver.h"

namespace krepis::analyzer {

/// An import after resolution, before it gets node ids.
struct Resolved {
  const ImportFact* import = nullptr;  // null: a Rust module declaration
  const ModFact* mod = nullptr;
  Resolution resolution;
};

/// By file, in the order of the sources.
using ResolvedFiles = std::span<const std::vector<Resolved>>;

/// A dependency that no single import states: it follows from several files.
struct DerivedEdge {
  uint32_t from = 0;  // index of the source
  EdgeKind kind = EdgeKind::kReference;
  std::string specifier;
  Location location;
  Resolution to;  // a file or an external
  bool test_only = false;
};

}  // namespace krepis::analyzer
