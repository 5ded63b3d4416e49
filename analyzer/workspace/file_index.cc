#include "analyzer/workspace/file_index.h"

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {

FileIndex::FileIndex(const Discovery& discovery, const FileSystem& files)
    : discovery_(discovery), files_(files) {
  entries_.reserve((discovery.sources.size() + discovery.other_files.size()) * 3 / 2);
  entries_.emplace(std::string_view(), Entry::kDirectory);
  const auto add = [&](std::string_view path, Entry entry) {
    entries_.emplace(path, entry);
    for (std::string_view folder = DirectoryOf(path);
         entries_.emplace(folder, Entry::kDirectory).second; folder = DirectoryOf(folder)) {
    }
  };
  for (const SourceFile& file : discovery.sources) add(file.path, Entry::kSource);
  for (const std::string& path : discovery.other_files) add(path, Entry::kOther);
}

bool FileIndex::Exists(std::string_view path) const {
  const Entry entry = Find(path);
  if (entry != Entry::kNone) return entry != Entry::kDirectory;
  const FileKind kind = files_.Kind(path);
  return kind == FileKind::kRegular || kind == FileKind::kSymlink;
}

}  // namespace krepis::analyzer
