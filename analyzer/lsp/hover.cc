// textDocument/hover: what krepis knows of the place under the cursor.

#include <algorithm>

#include "analyzer/lsp/hover_parts.h"

namespace krepis::analyzer {
namespace {

/// For clients that show hovers as they are.
std::string Plain(const std::string& markdown) {
  std::string plain;
  for (size_t at = 0; at < markdown.size(); ++at) {
    if (markdown[at] == '`') continue;
    if (markdown.compare(at, 2, "**") == 0) {
      ++at;
      continue;
    }
    plain += markdown[at];
  }
  return plain;
}

}  // namespace

Json Hover(const DocumentView& view, const Json& params) {
  const std::optional<LspPosition> position = ReadPosition(Member(params, "position"));
  if (!position) return nullptr;
  const uint32_t offset = view.OffsetOf(*position);
  std::string text;
  std::optional<ByteSpan> span;
  const auto add = [&](const std::optional<HoverText>& part) {
    if (!part) return;
    if (!text.empty()) text += "\n\n---\n\n";
    text += part->text;
    if (!span) span = part->span;
  };
  if (view.IsConfig()) {
    add(HoverConfig(view, offset));
  } else if (!IsNone(view.node()) && view.model().graph.is_file(view.node())) {
    for (const auto part : {HoverSuppression, HoverImport, HoverRegistration, HoverCall}) {
      add(part(view, offset));
    }
  }
  if (!span) return nullptr;
  const Json contents = view.client.markdown ? Json{{"kind", "markdown"}, {"value", text}}
                                             : Json{{"kind", "plaintext"}, {"value", Plain(text)}};
  return {{"contents", contents}, {"range", ToJson(view.RangeOf(*span))}};
}

}  // namespace krepis::analyzer
