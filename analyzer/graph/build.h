#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/packages.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// Edges that follow from what several files declare, and need the declarations among the facts.
struct DerivedKinds {
  bool references = false;  // of what is imported through re-exports
  bool forwards = false;    // of forward declarations
  bool foreign = false;     // ffi: for these, the foreign facts

  bool any() const { return references || forwards || foreign; }
};

/// Makes the graph of a workspace from the facts of its files, and mends it when single files have
/// others. `facts` stand in the order of `workspace.sources()`, which is the order of the file
/// nodes; they may not move between the calls. One thread at a time.
class GraphAssembly {
 public:
  /// `workspace` must outlive it.
  GraphAssembly(const Workspace& workspace, DerivedKinds derived);
  GraphAssembly(GraphAssembly&&) noexcept;
  ~GraphAssembly();

  /// Resolves every import of every file, on `jobs` threads; the graph does not depend on their
  /// number.
  Graph Build(std::span<const FileFacts> facts, unsigned jobs);
  /// After Build(): mends `graph`, which it made, for a file of which `before` were the facts.
  /// Whether the nodes are still the same, and the edges of all other files.
  bool Update(std::span<const FileFacts> facts, uint32_t file, const FileFacts& before,
              unsigned jobs, Graph& graph);
  /// Instead of Build(): mends a graph that another process made of the same workspace, in which
  /// these files had other facts; `rust` is RustRecord::Pack() of its facts. None where that takes
  /// more than to resolve these anew, and those that they may concern.
  std::optional<Graph> Mend(Graph earlier, std::string_view rust, std::span<const FileFacts> facts,
                            std::span<const uint32_t> files, unsigned jobs) const;

 private:
  struct State;
  Graph Collect(std::span<const FileFacts> facts) const;

  const Workspace& workspace_;
  DerivedKinds derived_;
  std::unique_ptr<State> state_;
};

/// One that is only made.
Graph BuildGraph(const Workspace& workspace, std::span<const FileFacts> facts, unsigned jobs,
                 DerivedKinds derived = {});

/// The npm packages, crates and CMake folders of the workspace, for `level = "package"`. `files`
/// are the paths of its sources.
FilePackages FindPackages(const Workspace& workspace, std::span<const std::string> files);

/// Whether that is a module of C++'s standard library, whose names are `std` and what begins with
/// it.
bool IsStandardModule(std::string_view name);

/// Whether the file's name says that it is of tests: *_test.*, *.test.*, *.spec.*, test_*, or its
/// folder: __tests__, __mocks__.
bool IsTestFile(std::string_view path);

}  // namespace krepis::analyzer
