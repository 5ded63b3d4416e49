#include "analyzer/lsp/workspace_edit.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {
namespace {

Json EditOf(const DocumentView& view, const std::string& uri, const std::string& path, Json edits,
            bool create) {
  if (!view.client.document_changes) return {{"changes", {{uri, std::move(edits)}}}};
  const std::optional<int64_t> version = view.folders.VersionOf(view.folder, path);
  Json changes = Json::array();
  if (create) changes.push_back({{"kind", "create"}, {"uri", uri}});
  changes.push_back(
      {{"textDocument", {{"uri", uri}, {"version", version ? Json(*version) : Json(nullptr)}}},
       {"edits", std::move(edits)}});
  return {{"documentChanges", std::move(changes)}};
}

}  // namespace

Json InsertInto(const DocumentView& view, LspPosition place, std::string_view text) {
  return EditOf(view, view.uri, view.path,
                Json::array({{{"range", ToJson(LspRange{place, place})}, {"newText", text}}}),
                false);
}

Json ChangeFile(const DocumentView& view, const std::string& path,
                const std::optional<std::string>& before, const std::string& after) {
  const std::string uri = view.UriOf(path);
  if (!before) {
    if (!view.client.document_changes || !view.client.creates_files) return nullptr;
    return EditOf(view, uri, path,
                  Json::array({{{"range", ToJson(LspRange{})}, {"newText", after}}}), true);
  }
  // Whole lines that are equal at both ends stay.
  const std::string& old = *before;
  size_t begin = static_cast<size_t>(
      std::mismatch(old.begin(), old.end(), after.begin(), after.end()).first - old.begin());
  while (begin > 0 && old[begin - 1] != '\n') --begin;
  const size_t most = std::min(old.size(), after.size()) - begin;
  size_t same = 0;
  size_t tail = 0;  // of `same`, what begins a line
  while (same < most && old[old.size() - 1 - same] == after[after.size() - 1 - same]) {
    ++same;
    if (old.size() == same || old[old.size() - 1 - same] == '\n') tail = same;
  }
  const LineIndex lines(old, view.folders.VersionOf(view.folder, path) ? 0 : ByteOrderMark(old));
  const ByteSpan span = {static_cast<uint32_t>(begin),
                         static_cast<uint32_t>(old.size() - tail - begin)};
  return EditOf(view, uri, path,
                Json::array({{{"range", ToJson(lines.RangeOf(span, view.client.encoding))},
                              {"newText", after.substr(begin, after.size() - tail - begin)}}}),
                false);
}

}  // namespace krepis::analyzer
