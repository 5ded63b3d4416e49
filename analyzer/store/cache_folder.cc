#include "analyzer/store/cache_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace krepis::analyzer {
namespace {

/// Only absolute paths count, says the XDG Base Directory Specification.
std::optional<std::string> Absolute(const char* value) {
  if (value == nullptr || value[0] != '/') return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::string> CacheFolder() {
  std::optional<std::string> base = Absolute(std::getenv("XDG_CACHE_HOME"));
  if (!base) {
    const std::optional<std::string> home = Absolute(std::getenv("HOME"));
    if (!home) return std::nullopt;
    base = *home + "/.cache";
  }
  std::error_code error;
  std::filesystem::create_directories(*base, error);
  std::string folder = *base + "/krepis";
  mkdir(folder.c_str(), 0700);
  // What others may write there would be believed.
  struct stat status{};
  const bool mine = lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
                    status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  if (!mine) return std::nullopt;
  return folder;
}

void TrimFolder(const std::string& folder, uint64_t max_bytes, std::string_view suffix) {
  struct File {
    std::filesystem::file_time_type written;
    uint64_t bytes;
    std::filesystem::path path;
  };
  std::vector<File> files;
  uint64_t total = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code unreadable;
    if (!it->path().native().ends_with(suffix)) continue;
    if (!it->is_regular_file(unreadable)) continue;
    File file{it->last_write_time(unreadable), it->file_size(unreadable), it->path()};
    if (unreadable) continue;
    total += file.bytes;
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.written < b.written; });
  for (const File& file : files) {
    if (total <= max_bytes) return;
    if (std::filesystem::remove(file.path, error)) total -= file.bytes;
  }
}

}  // namespace krepis::analyzer
