#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/packages.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Resolves every import of every file and freezes the result. `facts` stand in the order of
/// `workspace.sources()`, which is the order of the file nodes. Resolution runs on `jobs` threads;
/// the graph does not depend on their number. With `foreign` it has edges of kind ffi, for which
/// the facts have to hold the foreign ones.
Graph BuildGraph(const Workspace& workspace, std::span<const FileFacts> facts, unsigned jobs,
                 bool foreign = false);

/// The npm packages, crates and CMake folders of the workspace, for `level = "package"`.
FilePackages FindPackages(const Workspace& workspace);

/// Whether the file's name says that it is of tests: *_test.*, *.test.*, *.spec.*, test_*, or its
/// folder: __tests__, __mocks__.
bool IsTestFile(std::string_view path);

}  // namespace krepis::analyzer
