#include "analyzer/vcs/staged_names.h"

#include <utility>

#include "analyzer/vcs/git_open.h"

namespace krepis::analyzer {

struct StagedNames::Handles {
  OpenedRepository opened;
  IndexHandle index;  // null: it cannot be read
};

StagedNames::StagedNames(std::string directory) : directory_(std::move(directory)) {}

StagedNames::~StagedNames() = default;

bool StagedNames::Has(const std::string& path) {
  if (handles_ == nullptr) {
    handles_ = std::make_unique<Handles>();
    git_index* index = nullptr;
    if (OpenAround(directory_, handles_->opened).ok() &&
        git::repository_index(&index, handles_->opened.repository.get()) == 0)
      handles_->index.reset(index);
  }
  const std::string above = handles_->opened.work_tree + "/";
  if (handles_->index == nullptr || !path.starts_with(above)) return false;
  size_t at = 0;
  if (git::index_find(&at, handles_->index.get(), path.c_str() + above.size()) != 0) return false;
  const git_index_entry* entry = git::index_get_byindex(handles_->index.get(), at);
  const bool regular =
      entry->mode == GIT_FILEMODE_BLOB || entry->mode == GIT_FILEMODE_BLOB_EXECUTABLE;
  return regular && (entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) == 0;
}

}  // namespace krepis::analyzer
