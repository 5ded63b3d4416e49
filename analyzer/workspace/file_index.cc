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
  for (const auto& [path, target] : discovery.links) links_.emplace(path, target);
}

std::string FileIndex::Canonical(std::string_view path) const {
  constexpr int kMaxHops = 16;  // a link may stand behind a link, and lead to above itself
  std::string at(path);
  if (links_.empty()) return at;
  for (int hop = 0; hop < kMaxHops; ++hop) {
    auto link = links_.end();
    size_t end = 0;
    while (link == links_.end() && end != std::string::npos) {
      end = at.find('/', end + 1);
      link = links_.find(std::string_view(at).substr(0, end));
    }
    if (link == links_.end()) break;
    const std::string_view rest =
        end == std::string::npos ? std::string_view() : std::string_view(at).substr(end + 1);
    at = rest.empty() ? std::string(link->second) : JoinPath(link->second, rest);
  }
  return at;
}

FileIndex::Entry FileIndex::FindFollowed(std::string_view path) const {
  const auto it = entries_.find(Canonical(path));
  return it == entries_.end() ? Entry::kNone : it->second;
}

bool FileIndex::Exists(std::string_view path) const {
  const Entry entry = Find(path);
  if (entry != Entry::kNone) return entry != Entry::kDirectory;
  const FileKind kind = files_.Kind(path);
  return kind == FileKind::kRegular || kind == FileKind::kSymlink;
}

}  // namespace krepis::analyzer
