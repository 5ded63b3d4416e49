#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/facts/facts.h"
#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// A call graph as bytes, for a later process of the same program, and what it hangs on: what each
/// file says of calls, and how far the imports of some files are apart.
class CallGraphBytes {
 public:
  /// Of one that was linked, and not mended. `facts` and `graph` are what it was made of.
  static std::string Of(const CallGraph& calls, std::span<const FileFacts> facts,
                        const Graph& graph);

  /// The call graph of other facts, in which only these files say anything new: it is the one that
  /// CallGraph would link of them. Files that say new things of their functions and calls under
  /// the same names are linked anew, and so are those to which other imports bring a method near
  /// that is known by its name alone. None where names of the changed files, or where these lead,
  /// are others, which may change what calls of any file mean, or where they are not of
  /// JavaScript. What files say at other places is no difference. O(functions + edges).
  ///
  /// `unread` are files whose calls are not among the facts, none of `changed`. What is given must
  /// outlive the result.
  static std::optional<CallGraph> Mend(std::string_view bytes, const Workspace& workspace,
                                       std::span<const FileFacts> facts, const Graph& graph,
                                       std::span<const uint32_t> changed, UnreadCalls unread);
};

}  // namespace krepis::analyzer
