#pragma once

#include <git2.h>

#include <iterator>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

// What the files of this folder need of libgit2; no other folder sees it.

template <class T, void (*kFree)(T*)>
struct Freed {
  void operator()(T* handle) const { kFree(handle); }
};
template <class T, void (*kFree)(T*)>
using Handle = std::unique_ptr<T, Freed<T, kFree>>;
using RepositoryHandle = Handle<git_repository, git_repository_free>;
using ReferenceHandle = Handle<git_reference, git_reference_free>;
using CommitHandle = Handle<git_commit, git_commit_free>;
using TreeHandle = Handle<git_tree, git_tree_free>;
using TreeEntryHandle = Handle<git_tree_entry, git_tree_entry_free>;
using DiffHandle = Handle<git_diff, git_diff_free>;
using ObjectHandle = Handle<git_object, git_object_free>;
using IndexHandle = Handle<git_index, git_index_free>;
using BlobHandle = Handle<git_blob, git_blob_free>;

/// libgit2's own state, counted by the library.
class GitLibrary {
 public:
  GitLibrary() {
    git_libgit2_init();
    // Only what stands in the repository itself counts, and the same on every machine.
    for (const git_config_level_t level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL,
                                           GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_PROGRAMDATA})
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    // Who owns a repository matters to those who execute what it configures.
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    // Both say where more is to be had, not how to read what is there.
    const char* known[] = {"worktreeconfig", "partialclone"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known, std::size(known));
  }
  ~GitLibrary() { git_libgit2_shutdown(); }
  GitLibrary(const GitLibrary&) = delete;
  GitLibrary& operator=(const GitLibrary&) = delete;
};

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
