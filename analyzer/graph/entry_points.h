#pragma once

#include <span>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/graph/graph.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// The files that something outside of the code reaches, so that no import need lead there.
class EntryPoints {
 public:
  EntryPoints() = default;
  explicit EntryPoints(std::vector<bool> files) : files_(std::move(files)) {}

  bool Has(NodeId file) const { return Index(file) < files_.size() && files_[Index(file)]; }

 private:
  std::vector<bool> files_;  // by node
};

/// The globs of `[workspace] entries`; what manifests name (package.json, Cargo targets, compile
/// databases; without one every C and C++ file that is no header); tests and configurations of
/// tools by their names; declaration files, public headers below `include`; pages that a framework
/// finds by their folder; and what no other entry point reaches but a script, configuration, page
/// or string of the workspace names. Reads files.
EntryPoints FindEntryPoints(const Workspace& workspace, const Graph& graph,
                            std::span<const LocatedGlob> stated);

}  // namespace krepis::analyzer
