#include "analyzer/live/overlay_file_system.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace krepis::analyzer {

void OverlayFileSystem::Set(std::string_view path, std::string text) {
  const auto it = texts_.find(path);
  if (it == texts_.end()) {
    texts_.emplace(path, std::move(text));
  } else {
    it->second = std::move(text);
  }
}

bool OverlayFileSystem::Drop(std::string_view path) {
  const auto it = texts_.find(path);
  if (it == texts_.end()) return false;
  texts_.erase(it);
  return true;
}

Result<std::string> OverlayFileSystem::Read(std::string_view path, uint64_t max_bytes) const {
  const auto it = texts_.find(path);
  if (it == texts_.end()) return below_.Read(path, max_bytes);
  if (max_bytes != 0 && it->second.size() > max_bytes) {
    return Error{fmt::format("{} is larger than {} bytes ([limits] file_bytes)", path, max_bytes),
                 std::string(path)};
  }
  return it->second;
}

Result<std::vector<DirectoryEntry>> OverlayFileSystem::List(std::string_view path) const {
  const std::string prefix = path.empty() ? "" : std::string(path) + "/";
  std::set<std::pair<std::string, FileKind>> open;
  for (auto it = texts_.lower_bound(prefix); it != texts_.end() && it->first.starts_with(prefix);
       ++it) {
    const std::string_view rest = std::string_view(it->first).substr(prefix.size());
    const size_t slash = rest.find('/');
    const bool file = slash == std::string_view::npos;
    open.emplace(std::string(rest.substr(0, slash)),
                 file ? FileKind::kRegular : FileKind::kDirectory);
  }
  Result<std::vector<DirectoryEntry>> entries = below_.List(path);
  if (open.empty()) return entries;
  if (!entries) entries = std::vector<DirectoryEntry>();
  for (const auto& [name, kind] : open) {
    const auto at = std::lower_bound(
        entries->begin(), entries->end(), name,
        [](const DirectoryEntry& entry, const std::string& wanted) { return entry.name < wanted; });
    if (at == entries->end() || at->name != name) entries->insert(at, {name, kind});
  }
  return entries;
}

FileKind OverlayFileSystem::Kind(std::string_view path) const {
  if (texts_.contains(path)) return FileKind::kRegular;
  const FileKind below = below_.Kind(path);
  if (below != FileKind::kMissing) return below;
  const std::string prefix = std::string(path) + "/";
  const auto it = texts_.lower_bound(prefix);
  return it != texts_.end() && it->first.starts_with(prefix) ? FileKind::kDirectory : below;
}

std::optional<std::string> OverlayFileSystem::Follow(std::string_view path) const {
  std::optional<std::string> below = below_.Follow(path);
  if (!below && Kind(path) != FileKind::kMissing) return std::string(path);
  return below;
}

std::optional<std::string> OverlayFileSystem::Identity(std::string_view path) const {
  if (Has(path)) return std::nullopt;
  return below_.Identity(path);
}

}  // namespace krepis::analyzer
