#include "analyzer/lsp/document.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {

bool Document::Apply(const Json& changes, int64_t version, PositionEncoding encoding) {
  if (version <= version_ || !changes.is_array()) return false;
  std::string text = text_;
  for (const Json& change : changes) {
    const Json* replacement = Member(change, "text");
    if (replacement == nullptr || !replacement->is_string()) return false;
    const std::string& written = replacement->get_ref<const std::string&>();
    const Json* where = Member(change, "range");
    if (where == nullptr) {
      text = written;
    } else {
      const std::optional<LspRange> range = ReadRange(where);
      if (!range) return false;
      const LineIndex lines(text);
      uint32_t start = lines.OffsetOf(range->start, encoding);
      uint32_t end = lines.OffsetOf(range->end, encoding);
      if (start > end) std::swap(start, end);
      text.replace(start, end - start, written);
    }
    if (text.size() > kMaxDocumentBytes) return false;
  }
  text_ = std::move(text);
  version_ = version;
  return true;
}

}  // namespace krepis::analyzer
