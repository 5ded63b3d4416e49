#include "analyzer/vcs/git_index.h"

#include <string_view>
#include <utility>

#include "analyzer/vcs/git_open.h"

namespace krepis::analyzer {
namespace {

/// Which of the stages of a conflict counts, the least first: merged, ours, theirs, the base.
int Rank(const git_index_entry& entry) {
  constexpr int kRanks[] = {0, 3, 1, 2};
  return kRanks[GIT_INDEX_ENTRY_STAGE(&entry) & 3];
}

}  // namespace

Result<std::unique_ptr<GitIndex>> GitIndex::Open(const std::string& directory) {
  std::unique_ptr<GitIndex> made(new GitIndex);
  if (const Result<void> opened = made->OpenRepositoryOf(directory); !opened) return opened.error();
  git_index* index = nullptr;
  if (git::repository_index(&index, made->opened().repository.get()) != 0)
    return Unreadable("the index");
  const IndexHandle owned(index);
  const std::string below =
      made->opened().prefix.empty() ? std::string() : made->opened().prefix + "/";
  const size_t count = git::index_entrycount(index);
  for (size_t i = 0; i < count; ++i) {
    const git_index_entry* entry = git::index_get_byindex(index, i);
    const std::string_view name = entry->path;
    // The stages of one name stand together.
    int best = Rank(*entry);
    while (i + 1 < count) {
      const git_index_entry* next = git::index_get_byindex(index, i + 1);
      if (name != next->path) break;
      if (Rank(*next) < best) {
        best = Rank(*next);
        entry = next;
      }
      ++i;
    }
    if (!name.starts_with(below)) continue;
    if ((entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0) continue;
    std::string path(name.substr(below.size()));
    if (entry->mode == GIT_FILEMODE_COMMIT) {
      made->AddSubmodule(std::move(path));
      continue;
    }
    made->AddFile(std::move(path),
                  std::string(reinterpret_cast<const char*>(entry->id.id), sizeof entry->id.id),
                  entry->mode == GIT_FILEMODE_LINK ? FileKind::kSymlink : FileKind::kRegular);
  }
  made->Seal();
  return made;
}

}  // namespace krepis::analyzer
