#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"
#include "analyzer/vcs/git_library.h"

namespace krepis::analyzer {

// What the files of this folder need of libgit2; no other folder sees it.

template <class T, void (*&kFree)(T*)>
struct Freed {
  void operator()(T* handle) const { kFree(handle); }
};
template <class T, void (*&kFree)(T*)>
using Handle = std::unique_ptr<T, Freed<T, kFree>>;
using RepositoryHandle = Handle<git_repository, git::repository_free>;
using ReferenceHandle = Handle<git_reference, git::reference_free>;
using CommitHandle = Handle<git_commit, git::commit_free>;
using TreeHandle = Handle<git_tree, git::tree_free>;
using TreeEntryHandle = Handle<git_tree_entry, git::tree_entry_free>;
using DiffHandle = Handle<git_diff, git::diff_free>;
using ObjectHandle = Handle<git_object, git::object_free>;
using IndexHandle = Handle<git_index, git::index_free>;
using BlobHandle = Handle<git_blob, git::blob_free>;

/// libgit2 may quote what it read: its messages stay here.
inline Error Unreadable(std::string_view what) {
  return {
      "cannot read " + std::string(what) +
          " of the git repository: it is damaged, or of a form that is not supported (sha256, "
          "split or sparse index: git update-index --no-split-index, git sparse-checkout reapply "
          "--no-sparse-index)",
      {}};
}

}  // namespace krepis::analyzer
