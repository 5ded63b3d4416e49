#pragma once

#include <git2.h>
#include <git2/sys/repository.h>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// The functions of libgit2 that this folder calls, git::blob_lookup for git_blob_lookup. Most runs
/// ask nothing of git, and to load the library with all that it is linked to takes two
/// milliseconds. So it is loaded by the first GitLibrary, before which they are null.
#define KREPIS_GIT_FUNCTIONS(X)      \
  X(blob_free)                       \
  X(blob_lookup)                     \
  X(blob_rawcontent)                 \
  X(blob_rawsize)                    \
  X(buf_dispose)                     \
  X(commit_free)                     \
  X(commit_id)                       \
  X(commit_lookup)                   \
  X(commit_parent_id)                \
  X(commit_parentcount)              \
  X(commit_tree)                     \
  X(config_free)                     \
  X(config_get_path)                 \
  X(diff_find_options_init)          \
  X(diff_find_similar)               \
  X(diff_free)                       \
  X(diff_get_delta)                  \
  X(diff_num_deltas)                 \
  X(diff_options_init)               \
  X(diff_tree_to_index)              \
  X(diff_tree_to_tree)               \
  X(diff_tree_to_workdir_with_index) \
  X(ignore_path_is_ignored)          \
  X(index_entrycount)                \
  X(index_find)                      \
  X(index_free)                      \
  X(index_get_byindex)               \
  X(index_get_bypath)                \
  X(index_open)                      \
  X(libgit2_init)                    \
  X(libgit2_opts)                    \
  X(libgit2_shutdown)                \
  X(merge_base)                      \
  X(object_free)                     \
  X(object_peel)                     \
  X(oid_cmp)                         \
  X(oid_tostr_s)                     \
  X(reference_free)                  \
  X(reference_target)                \
  X(repository_commondir)            \
  X(repository_config_snapshot)      \
  X(repository_free)                 \
  X(repository_head)                 \
  X(repository_head_unborn)          \
  X(repository_index)                \
  X(repository_is_shallow)           \
  X(repository_open_ext)             \
  X(repository_path)                 \
  X(repository_set_index)            \
  X(repository_set_workdir)          \
  X(repository_workdir)              \
  X(revparse_single)                 \
  X(tree_entry_byindex)              \
  X(tree_entry_bypath)               \
  X(tree_entry_filemode)             \
  X(tree_entry_free)                 \
  X(tree_entry_id)                   \
  X(tree_entry_name)                 \
  X(tree_entry_type)                 \
  X(tree_entrycount)                 \
  X(tree_free)                       \
  X(tree_lookup)

namespace git {
#define KREPIS_GIT_FUNCTION(name) inline decltype(&::git_##name) name = nullptr;
KREPIS_GIT_FUNCTIONS(KREPIS_GIT_FUNCTION)
#undef KREPIS_GIT_FUNCTION
}  // namespace git

/// libgit2's own state, counted by the library.
class GitLibrary {
 public:
  GitLibrary();
  ~GitLibrary();
  GitLibrary(const GitLibrary&) = delete;
  GitLibrary& operator=(const GitLibrary&) = delete;

  /// Without it none of the functions may be called.
  bool is_loaded() const { return is_loaded_; }
  static Error Missing();

 private:
  const bool is_loaded_;
};

}  // namespace krepis::analyzer
