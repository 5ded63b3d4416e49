// The floor that `ci/bench` compares with: a bare tree-sitter parse of the same files on the same
// number of threads, nothing else. Prints one JSON object.
//
//   bare_parse ROOT THREADS < PATHS     one path relative to ROOT per line

#include <fmt/format.h>
#include <tree_sitter/api.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/language.h"
#include "grammars/languages.h"

namespace {

using namespace krepis::analyzer;

const TSLanguage* Grammar(Language language) {
  switch (language) {
    case Language::kTypeScript:
      return tree_sitter_typescript();
    case Language::kTsx:
      return tree_sitter_tsx();
    case Language::kJavaScript:
      return tree_sitter_javascript();
    case Language::kRust:
      return tree_sitter_rust();
    case Language::kC:
      return tree_sitter_c();
    case Language::kCpp:
      return tree_sitter_cpp();
    case Language::kNone:
      break;
  }
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const DiskFileSystem files(argv[1]);
  std::vector<std::string> texts;
  std::vector<Language> languages;
  uint64_t bytes = 0;
  for (std::string path; std::getline(std::cin, path);) {
    Result<std::string> text = files.Read(path, 10'000'000);
    languages.push_back(LanguageOf(path));
    texts.push_back(text ? std::move(*text) : std::string());
    bytes += texts.back().size();
  }
  const auto start = std::chrono::steady_clock::now();
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    TSParser* parser = ts_parser_new();
    for (size_t i = next++; i < texts.size(); i = next++) {
      ts_parser_set_language(parser, Grammar(languages[i]));
      TSTree* tree = ts_parser_parse_string(parser, nullptr, texts[i].data(),
                                            static_cast<uint32_t>(texts[i].size()));
      if (tree != nullptr) ts_tree_delete(tree);
    }
    ts_parser_delete(parser);
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 1; i < std::atoi(argv[2]); ++i) threads.emplace_back(work);
    work();
  }
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("{{\"files\": {}, \"bytes\": {}, \"wall\": {:.3f}}}\n", texts.size(), bytes, wall);
  return 0;
}
