// The floor that `ci/bench tree` and `ci/bench layering` compare with: walk a tree, read its
// sources and look for the words that imports are made of, on a number of threads, nothing else.
// Enters neither .git nor node_modules. Prints one JSON object.
//
//   bare_scan ROOT THREADS

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "analyzer/core/language.h"

namespace {

using krepis::analyzer::GroupOf;
using krepis::analyzer::LanguageGroup;
using krepis::analyzer::LanguageOf;

std::vector<std::string_view> WordsOf(LanguageGroup group) {
  switch (group) {
    case LanguageGroup::kTypeScript:
      return {"import", "require", " from "};
    case LanguageGroup::kRust:
      return {"use ", "mod ", "extern"};
    case LanguageGroup::kCpp:
      return {"include", "import", "module"};
    case LanguageGroup::kNone:
      return {};
  }
  return {};
}

uint64_t Count(std::string_view text, std::string_view word) {
  uint64_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (const void* found = memmem(at, static_cast<size_t>(end - at), word.data(), word.size())) {
    ++count;
    at = static_cast<const char*>(found) + 1;
  }
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  namespace fs = std::filesystem;
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::string> paths;
  for (fs::recursive_directory_iterator it(argv[1]), end; it != end; ++it) {
    const std::string name = it->path().filename();
    if (name == "node_modules" || name == ".git") {
      it.disable_recursion_pending();
    } else if (GroupOf(LanguageOf(name)) != LanguageGroup::kNone && it->is_regular_file()) {
      paths.push_back(it->path());
    }
  }
  std::atomic<size_t> next = 0;
  std::atomic<uint64_t> bytes = 0;
  std::atomic<uint64_t> words = 0;
  const auto work = [&] {
    std::string text;
    for (size_t i = next++; i < paths.size(); i = next++) {
      const int file = open(paths[i].c_str(), O_RDONLY | O_CLOEXEC);
      struct stat status{};
      if (file < 0 || fstat(file, &status) != 0) continue;
      if (text.size() < static_cast<size_t>(status.st_size))
        text.resize(static_cast<size_t>(status.st_size));
      const ssize_t count = read(file, text.data(), static_cast<size_t>(status.st_size));
      close(file);
      if (count <= 0) continue;
      bytes += static_cast<uint64_t>(count);
      const std::string_view read_text(text.data(), static_cast<size_t>(count));
      for (const std::string_view word : WordsOf(GroupOf(LanguageOf(paths[i]))))
        words += Count(read_text, word);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::atoi(argv[2]); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("{{\"wall\": {:.4f}, \"files\": {}, \"bytes\": {}, \"words\": {}}}\n", wall,
             paths.size(), bytes.load(), words.load());
  return 0;
}
