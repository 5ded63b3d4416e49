#include "analyzer/frontend/clang_semantics_map.h"

#include <algorithm>
#include <iterator>

#include "analyzer/core/digest.h"

namespace krepis::analyzer {
namespace {

/// An include that one unit could not open is missing only if no other unit opened it.
bool IsIncluded(const Semantics& rows, ByteSpan span) {
  for (uint32_t i = rows.LowerBound(span.start); i < rows.size(); ++i) {
    const SemanticRow row = rows.row(i);
    if (row.span.start != span.start) return false;
    if (row.span == span && row.kind == SemanticKind::kInclude) return true;
  }
  return false;
}

}  // namespace

void SemanticsMap::Add(std::vector<ClangFile> files) {
  for (ClangFile& part : files) {
    File& file = files_[part.path];
    file.errors = std::max(file.errors, part.errors);
    file.missing.insert(file.missing.end(), std::make_move_iterator(part.missing.begin()),
                        std::make_move_iterator(part.missing.end()));
    // Most units say the same of a header: their bytes are equal and are kept once.
    parts_[part.path].insert(std::move(part.semantics));
  }
}

void SemanticsMap::Finish() {
  for (auto& [path, parts] : parts_) {
    File& file = files_[path];
    if (parts.size() == 1) {
      file.semantics = std::move(parts.extract(parts.begin()).value());
    } else {
      SemanticsBuilder builder;
      for (const std::string& part : parts) {
        const auto rows = Semantics::Read(part);
        if (rows) builder.Add(*rows);
      }
      file.semantics = builder.Finish();
    }
    std::sort(file.missing.begin(), file.missing.end());
    file.missing.erase(std::unique(file.missing.begin(), file.missing.end()), file.missing.end());
    const Semantics rows = Rows(path);
    std::erase_if(file.missing, [&rows](const MissingInclude& missing) {
      return IsIncluded(rows, missing.span);
    });
    file.checksum = ChecksumHex(EncodeClangFile({path, file.semantics, 0, file.missing}));
  }
  parts_.clear();
}

const SemanticsMap::File* SemanticsMap::Find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

Semantics SemanticsMap::Rows(std::string_view path) const {
  const File* const file = Find(path);
  if (file == nullptr) return {};
  auto rows = Semantics::Read(file->semantics);
  return rows ? std::move(rows).value() : Semantics();
}

}  // namespace krepis::analyzer
