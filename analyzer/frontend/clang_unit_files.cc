#include "analyzer/frontend/clang_unit_files.h"

namespace krepis::analyzer {

ClangFile Described(const std::string& path, const ClangRows& rows) {
  ClangFile file;
  file.path = path;
  SemanticsBuilder semantics;
  for (const ClangRow& row : rows) {
    const std::string inside = row.other != nullptr && row.other->inside ? row.other->path : "";
    if (row.kind != SemanticKind::kInclude) {
      semantics.Add(row.kind, row.span, row.name, inside);
    } else if (row.other == nullptr) {
      file.missing.push_back({row.span, row.name});
    } else {
      semantics.Add(row.kind, row.span, row.other->path, inside);
    }
  }
  file.semantics = semantics.Finish();
  return file;
}

UnitFiles::Named UnitFiles::Look(clang::OptionalFileEntryRef file) {
  if (!file) return {};
  Named& named = by_entry_[&file->getFileEntry()];
  if (named.path == nullptr) {
    const llvm::StringRef name = file->getName();
    named.path = &paths_.Find(directory_, {name.data(), name.size()});
    if (named.path->inside) named.rows = &rows_[named.path];
  }
  return named;
}

}  // namespace krepis::analyzer
