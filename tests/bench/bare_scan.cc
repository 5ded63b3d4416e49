// The floor that `ci/bench layering` compares with: walk a tree, read its TypeScript and JavaScript
// files and look for the words that imports are made of, on a number of threads, nothing else.
// Prints one JSON object.
//
//   bare_scan ROOT THREADS

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "analyzer/core/language.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  namespace fs = std::filesystem;
  using krepis::analyzer::GroupOf;
  using krepis::analyzer::LanguageGroup;
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::string> paths;
  for (fs::recursive_directory_iterator it(argv[1]), end; it != end; ++it) {
    const std::string name = it->path().filename();
    if (name == "node_modules" || name == ".git") {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() &&
               GroupOf(krepis::analyzer::LanguageOf(name)) == LanguageGroup::kTypeScript) {
      paths.push_back(it->path());
    }
  }
  std::atomic<size_t> next = 0;
  std::atomic<uint64_t> bytes = 0;
  std::atomic<uint64_t> words = 0;
  const auto work = [&] {
    std::string text;
    for (size_t i = next++; i < paths.size(); i = next++) {
      std::ifstream file(paths[i], std::ios::binary);
      text.resize(fs::file_size(paths[i]));
      file.read(text.data(), static_cast<std::streamsize>(text.size()));
      bytes += text.size();
      for (const std::string_view word : {"import", "require", " from "}) {
        for (size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
          ++words;
      }
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
