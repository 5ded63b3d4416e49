#include "analyzer/vcs/git_library.h"

#include <dlfcn.h>

#include <iterator>

namespace krepis::analyzer {
namespace {

/// All of it or nothing.
bool Load() {
  void* const library = dlopen(KREPIS_LIBGIT2, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return false;
  bool all = true;
#define KREPIS_LOAD(name)                                                              \
  git::name = reinterpret_cast<decltype(&::git_##name)>(dlsym(library, "git_" #name)); \
  all = all && git::name != nullptr;
  KREPIS_GIT_FUNCTIONS(KREPIS_LOAD)
#undef KREPIS_LOAD
  return all;
}

bool IsLoaded() {
  static const bool loaded = Load();
  return loaded;
}

}  // namespace

GitLibrary::GitLibrary() : is_loaded_(IsLoaded()) {
  if (!is_loaded_) return;
  git::libgit2_init();
  // Only what stands in the repository itself counts, and the same on every machine.
  for (const git_config_level_t level : {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL,
                                         GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_PROGRAMDATA})
    git::libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  // Who owns a repository matters to those who execute what it configures.
  git::libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  // Both say where more is to be had, not how to read what is there.
  const char* known[] = {"worktreeconfig", "partialclone"};
  git::libgit2_opts(GIT_OPT_SET_EXTENSIONS, known, std::size(known));
}

Error GitLibrary::Missing() {
  return {"cannot read git repositories: libgit2 (" KREPIS_LIBGIT2 ") is not installed", {}};
}

GitLibrary::~GitLibrary() {
  if (is_loaded_) git::libgit2_shutdown();
}

}  // namespace krepis::analyzer
