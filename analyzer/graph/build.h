#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/packages.h"
#include "analyzer/workspace/rust_resolver.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Edges that follow from what several files declare, and need the declarations among the facts.
struct DerivedKinds {
  bool references = false;  // of what is imported through re-exports
  bool forwards = false;    // of forward declarations
  bool foreign = false;     // ffi: for these, the foreign facts
};

/// Resolves every import of every file and freezes the result. `facts` stand in the order of
/// `workspace.sources()`, which is the order of the file nodes. Resolution runs on `jobs` threads;
/// the graph does not depend on their number.
Graph BuildGraph(const Workspace& workspace, std::span<const FileFacts> facts, unsigned jobs,
                 DerivedKinds derived = {});

/// The modules of the workspace's Rust crates, as the facts state them. Both must outlive it.
RustResolver BuildRustResolver(const Workspace& workspace, std::span<const FileFacts> facts);

/// The npm packages, crates and CMake folders of the workspace, for `level = "package"`.
FilePackages FindPackages(const Workspace& workspace);

/// Whether that is a module of C++'s standard library, whose names are `std` and what begins with
/// it.
bool IsStandardModule(std::string_view name);

/// Whether the file's name says that it is of tests: *_test.*, *.test.*, *.spec.*, test_*, or its
/// folder: __tests__, __mocks__.
bool IsTestFile(std::string_view path);

}  // namespace krepis::analyzer
