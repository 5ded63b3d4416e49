#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// A graph as bytes, for a later process of the same program. They are made to be read quickly:
/// 44 bytes for an edge, then each name and word once.
class GraphBytes {
 public:
  static std::string Of(const Graph& graph);
  /// The same graph, of another shape(). None for bytes that are none.
  static std::optional<Graph> Read(std::string_view bytes);
};

}  // namespace krepis::analyzer
