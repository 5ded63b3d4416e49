// What `ci/lexical` runs: the lexical frontend beside the tree-sitter frontend on real files.
//
//   lexical_check ROOT < PATHS     one path relative to ROOT per line
//   lexical_check ROOT scan < PATHS     the lexical frontend alone, five times: its processor time
//
// Prints every disagreement with both answers, then totals. Exit code 1 when a file that the parser
// reads without an error has one.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/core/language.h"
#include "analyzer/frontend/script_blocks.h"
#include "tests/lexical/comparison.h"

namespace {

using namespace krepis::analyzer;
using krepis::testing::LexicalComparer;
using krepis::testing::LexicalComparison;

struct Source {
  std::string path;
  Language language;
  std::string text;
};

std::vector<Source> ReadSources(const DiskFileSystem& files) {
  std::vector<Source> sources;
  for (std::string path; std::getline(std::cin, path);) {
    const Language language = LanguageOf(path);
    if (language == Language::kNone || !HasLexicalFrontend(language)) continue;
    Result<std::string> text = files.Read(path, 10'000'000);
    if (!text) continue;
    KeepScripts(path, *text);
    sources.push_back({path, language, std::move(*text)});
  }
  return sources;
}

double Megabytes(const std::vector<Source>& sources) {
  uint64_t bytes = 0;
  for (const Source& source : sources) bytes += source.text.size();
  return static_cast<double>(bytes) / 1e6;
}

int Scan(const std::vector<Source>& sources) {
  LexicalComparer comparer;
  std::vector<double> rates;
  for (int run = 0; run < 5; ++run) {
    const std::clock_t start = std::clock();
    for (const Source& source : sources) comparer.Scan(source.path, source.language, source.text);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    rates.push_back(Megabytes(sources) / seconds);
  }
  std::sort(rates.begin(), rates.end());
  fmt::print("{} files, {:.1f} MB: {:.0f} MB a second of processor time ({:.0f}..{:.0f})\n",
             sources.size(), Megabytes(sources), rates[2], rates.front(), rates.back());
  return 0;
}

int Compare(const std::vector<Source>& sources) {
  LexicalComparer comparer;
  std::map<std::string, uint32_t> doubts;
  uint32_t unsure = 0;
  uint32_t unsure_broken = 0;
  uint32_t broken = 0;
  uint32_t differ = 0;
  uint32_t differ_broken = 0;
  for (const Source& source : sources) {
    const LexicalComparison comparison =
        comparer.Compare(source.path, source.language, source.text);
    if (!comparison.sure) {
      ++unsure;
      unsure_broken += comparison.sound ? 0 : 1;
      ++doubts[comparison.doubt];
      fmt::print("{}:{} unsure: {}\n", source.path,
                 comparison.sound ? "" : " (the parser found errors)", comparison.doubt);
      continue;
    }
    broken += comparison.sound ? 0 : 1;
    if (comparison.agrees()) continue;
    ++(comparison.sound ? differ : differ_broken);
    fmt::print("{}:{}\nlexical:\n{}parser:\n{}", source.path,
               comparison.sound ? "" : " (the parser found errors)", comparison.lexical,
               comparison.parser);
  }
  fmt::print("{} files, {:.1f} MB\n", sources.size(), Megabytes(sources));
  fmt::print("{} unsure ({:.2f} %), {} of them where the parser finds errors\n", unsure,
             100.0 * unsure / static_cast<double>(std::max<size_t>(1, sources.size())),
             unsure_broken);
  for (const auto& [doubt, count] : doubts) fmt::print("  {:>6} {}\n", count, doubt);
  fmt::print("{} differ where the parser finds no error\n", differ);
  fmt::print("{} differ where it does, of {}\n", differ_broken, broken);
  return differ == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const DiskFileSystem files(argv[1]);
  const std::vector<Source> sources = ReadSources(files);
  return argc > 2 && std::string_view(argv[2]) == "scan" ? Scan(sources) : Compare(sources);
}
