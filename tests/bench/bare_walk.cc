// What `ci/bench tree` compares a warm run with: walk a tree with one stat for each file, and read
// its sources where the last argument says so, on one thread. Enters neither .git nor node_modules.
// Prints one JSON object.
//
//   bare_walk ROOT stat|read

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/language.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const bool reads = std::string_view(argv[2]) == "read";
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::string> pending = {argv[1]};
  uint64_t files = 0;
  uint64_t bytes = 0;
  std::string text;
  while (!pending.empty()) {
    const std::string folder = std::move(pending.back());
    pending.pop_back();
    DIR* directory = opendir(folder.c_str());
    if (directory == nullptr) continue;
    while (const dirent* entry = readdir(directory)) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == ".." || name == ".git" || name == "node_modules") continue;
      if (entry->d_type == DT_DIR) {
        pending.push_back(fmt::format("{}/{}", folder, name));
        continue;
      }
      struct stat status{};
      if (fstatat(dirfd(directory), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
      ++files;
      if (!reads || krepis::analyzer::LanguageOf(name) == krepis::analyzer::Language::kNone)
        continue;
      const int file = openat(dirfd(directory), entry->d_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
      if (file < 0) continue;
      text.resize(static_cast<size_t>(status.st_size));
      const ssize_t count = read(file, text.data(), text.size());
      if (count > 0) bytes += static_cast<uint64_t>(count);
      close(file);
    }
    closedir(directory);
  }
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("{{\"wall\": {:.5f}, \"files\": {}, \"bytes\": {}}}\n", wall, files, bytes);
  return 0;
}
