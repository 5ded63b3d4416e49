#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// The graph of an earlier analysis that was asked the same, of a tree in which all is as it was
/// then but the texts of some files.
struct EarlierGraph {
  std::function<std::optional<Graph>()> graph;  // gives it, once
  std::string_view calls;            // CallGraphBytes::Of() its call graph; "": there is none
  std::string_view rust;             // RustRecord::Pack() of what it was built of
  std::string_view key;              // RepeatedExtraction::Key() of the facts that it was built of
  std::vector<std::string> changed;  // these files
  /// Asked once the workspace is loaded: whether that went without a look at any of these. If not,
  /// imports of others may lead elsewhere.
  std::function<bool()> holds;
};

}  // namespace krepis::analyzer
