#pragma once

#include <string>
#include <string_view>

#include "analyzer/lsp/live_folders.h"

namespace krepis::analyzer {

/// What a request about a document is answered from: its text, and what the last Update() of its
/// workspace found.
struct DocumentView {
  const LiveFolders& folders;
  const LiveFolder& folder;
  const ClientProfile& client;
  std::string uri;
  std::string path;  // workspace-relative
  std::string text;
  LineIndex lines;

  const LiveWorkspace& live() const { return *folder.live; }
  const Model& model() const { return live().analysis().model(); }
  std::string UriOf(std::string_view relative) const { return folders.UriOf(folder, relative); }
  uint32_t OffsetOf(LspPosition position) const {
    return lines.OffsetOf(position, client.encoding);
  }
  LspRange RangeOf(ByteSpan span) const { return lines.RangeOf(span, client.encoding); }
  bool IsConfig() const { return path == live().config_path(); }
  /// The node of the document in the graph, or none.
  NodeId node() const { return model().graph.Find(path); }
};

/// Whether a byte stands in a span, or right behind it.
inline bool Touches(const Location& location, uint32_t offset) {
  return location.begin.line != 0 && offset >= location.span.start && offset <= location.span.end();
}

// The families of requests. Each gives a result, or null where it has nothing to say.

Json Hover(const DocumentView& view, const Json& params);
Json CodeActions(const DocumentView& view, const Json& params);
Json CodeLenses(const DocumentView& view, const Json& params);
Json Definition(const DocumentView& view, const Json& params);
Json Completion(const DocumentView& view, const Json& params);

}  // namespace krepis::analyzer
