#pragma once

#include <cstdint>
#include <span>

#include "analyzer/facts/facts.h"
#include "analyzer/workspace/rust_resolver.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Whether a resolver knows the items that modules declare, which cost as much as all else:
/// RustResolver::DefinitionsOf() and PlacesOf() need them.
enum class RustItems : uint8_t { kLeftOut, kKnown };

/// What the modules of its crate know of a file: texts of `facts`.
RustFile RustFileOf(const FileFacts& facts, RustItems items);

/// The modules of the workspace's Rust crates, as the facts state them. `workspace` must outlive
/// it.
RustResolver BuildRustResolver(const Workspace& workspace, std::span<const FileFacts> facts,
                               unsigned jobs, RustItems items);

}  // namespace krepis::analyzer
