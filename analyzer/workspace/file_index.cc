#include "analyzer/workspace/file_index.h"

#include <functional>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {

FileIndex::FileIndex(const Discovery& discovery, const FileSystem& files)
    : discovery_(discovery), files_(files), slots_(16) {
  named_.reserve((discovery.sources.size() + discovery.other_files.size()) * 5 / 4);
  Add(std::string_view(), Entry::kDirectory);
  const auto add = [&](std::string_view path, Entry entry) {
    Add(path, entry);
    for (std::string_view folder = DirectoryOf(path); Add(folder, Entry::kDirectory);
         folder = DirectoryOf(folder)) {
    }
  };
  for (const SourceFile& file : discovery.sources) add(file.path, Entry::kSource);
  for (const std::string& path : discovery.other_files) add(path, Entry::kOther);
  for (const auto& [path, target] : discovery.links) links_.emplace(path, target);
}

size_t FileIndex::SlotOf(std::string_view path, size_t hash) const {
  const auto half = static_cast<uint32_t>(hash >> 32);
  const size_t last = slots_.size() - 1;
  size_t at = hash & last;
  while (slots_[at].number != 0 &&
         (slots_[at].hash != half || named_[slots_[at].number - 1].path != path)) {
    at = (at + 1) & last;
  }
  return at;
}

bool FileIndex::Add(std::string_view path, Entry entry) {
  const std::hash<std::string_view> hash_of;
  if (2 * (named_.size() + 1) > slots_.size()) {
    slots_.assign(4 * slots_.size(), {});
    for (uint32_t i = 0; i < named_.size(); ++i) {
      const size_t hash = hash_of(named_[i].path);
      slots_[SlotOf(named_[i].path, hash)] = {static_cast<uint32_t>(hash >> 32), i + 1};
    }
  }
  const size_t hash = hash_of(path);
  Slot& slot = slots_[SlotOf(path, hash)];
  if (slot.number != 0) return false;
  named_.push_back({path, entry});
  slot = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(named_.size())};
  return true;
}

FileIndex::Entry FileIndex::FindWalked(std::string_view path) const {
  const Slot& slot = slots_[SlotOf(path, std::hash<std::string_view>()(path))];
  return slot.number == 0 ? Entry::kNone : named_[slot.number - 1].entry;
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
  return FindWalked(Canonical(path));
}

bool FileIndex::Exists(std::string_view path) const {
  const Entry entry = Find(path);
  if (entry != Entry::kNone) return entry != Entry::kDirectory;
  const FileKind kind = files_.Kind(path);
  return kind == FileKind::kRegular || kind == FileKind::kSymlink;
}

}  // namespace krepis::analyzer
