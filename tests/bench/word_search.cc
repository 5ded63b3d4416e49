// What `ci/bench words` prints: the search for the words of all rule families over the TypeScript
// and JavaScript files of a tree (analyzer/facts/pattern_search.h), beside vectorscan with the same
// patterns and beside one memmem() for each of them. Files are in memory; times are processor time,
// medians. Prints one JSON object.
//
//   word_search ROOT RUNS

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/facts/pattern_search.h"
#include "rules/rule_data.h"

#ifdef KREPIS_VECTORSCAN
#include <hs/hs.h>
#endif

namespace {

using krepis::analyzer::GroupOf;
using krepis::analyzer::LanguageGroup;
using krepis::analyzer::PatternHits;
using krepis::analyzer::PatternSearch;

double ProcessorMilliseconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

struct Times {
  std::vector<double> set_up;
  std::vector<double> scan;
  uint64_t files = 0;  // that hold any of the patterns

  std::string Json(std::string_view name) const {
    return fmt::format(", \"{}\": {{\"set_up_ms\": {:.2f}, \"scan_ms\": {:.1f}, \"files\": {}}}",
                       name, Median(set_up), Median(scan), files);
  }
};

std::vector<std::string> ReadTree(const char* root) {
  namespace fs = std::filesystem;
  std::vector<std::string> texts;
  for (fs::recursive_directory_iterator it(root), end; it != end; ++it) {
    const std::string name = it->path().filename();
    if (name == "node_modules" || name == ".git") {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() &&
               GroupOf(krepis::analyzer::LanguageOf(name)) == LanguageGroup::kTypeScript) {
      std::ifstream file(it->path(), std::ios::binary);
      texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
  }
  return texts;
}

void RunOwn(const std::vector<std::string>& patterns, const std::vector<std::string>& texts,
            Times& times) {
  double start = ProcessorMilliseconds();
  PatternSearch search;
  for (const std::string& pattern : patterns) search.Add(pattern, 0);
  search.Freeze();
  times.set_up.push_back(ProcessorMilliseconds() - start);
  start = ProcessorMilliseconds();
  times.files = 0;
  for (const std::string& text : texts) times.files += search.Find(text).any() ? 1 : 0;
  times.scan.push_back(ProcessorMilliseconds() - start);
}

/// Every pattern its own set, so that no search ends before the text does.
void RunAll(const std::vector<std::string>& patterns, const std::vector<std::string>& texts,
            Times& times) {
  double start = ProcessorMilliseconds();
  PatternSearch search;
  for (size_t i = 0; i < patterns.size(); ++i)
    search.Add(patterns[i], static_cast<uint32_t>(i % PatternHits().size()));
  search.Freeze();
  times.set_up.push_back(ProcessorMilliseconds() - start);
  start = ProcessorMilliseconds();
  times.files = 0;
  for (const std::string& text : texts) times.files += search.Find(text).any() ? 1 : 0;
  times.scan.push_back(ProcessorMilliseconds() - start);
}

void RunEach(const std::vector<std::string>& patterns, const std::vector<std::string>& texts,
             Times& times) {
  times.set_up.push_back(0);
  const double start = ProcessorMilliseconds();
  times.files = 0;
  for (const std::string& text : texts) {
    const bool any = std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
      return memmem(text.data(), text.size(), pattern.data(), pattern.size()) != nullptr;
    });
    times.files += any ? 1 : 0;
  }
  times.scan.push_back(ProcessorMilliseconds() - start);
}

#ifdef KREPIS_VECTORSCAN
void RunVectorscan(const std::vector<std::string>& patterns, const std::vector<std::string>& texts,
                   Times& times) {
  double start = ProcessorMilliseconds();
  std::vector<const char*> starts;
  std::vector<size_t> lengths;
  std::vector<unsigned> ids;
  const std::vector<unsigned> flags(patterns.size(), HS_FLAG_SINGLEMATCH);
  for (const std::string& pattern : patterns) {
    starts.push_back(pattern.data());
    lengths.push_back(pattern.size());
    ids.push_back(static_cast<unsigned>(ids.size()));
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_lit_multi(starts.data(), flags.data(), ids.data(), lengths.data(), starts.size(),
                           HS_MODE_BLOCK, nullptr, &database, &error) != HS_SUCCESS) {
    std::exit(1);
  }
  hs_scratch_t* scratch = nullptr;
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) std::exit(1);
  times.set_up.push_back(ProcessorMilliseconds() - start);
  start = ProcessorMilliseconds();
  times.files = 0;
  for (const std::string& text : texts) {
    bool any = false;
    const auto found = [](unsigned, unsigned long long, unsigned long long, unsigned, void* hit) {
      *static_cast<bool*>(hit) = true;
      return 0;
    };
    hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, found, &any);
    times.files += any ? 1 : 0;
  }
  times.scan.push_back(ProcessorMilliseconds() - start);
  hs_free_scratch(scratch);
  hs_free_database(database);
}
#endif

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto data = krepis::rules::LoadRuleData();
  const auto& tables = krepis::rules::SymbolTables();
  if (!data || !tables) return 1;
  std::set<std::string> words = {"extends", "implements"};
  for (const std::string& word : tables->words(LanguageGroup::kTypeScript)) words.insert(word);
  for (const krepis::analyzer::Preset& preset : data->presets.presets()) {
    if (preset.language == LanguageGroup::kTypeScript)
      words.insert(preset.words.begin(), preset.words.end());
  }
  const std::vector<std::string> patterns(words.begin(), words.end());
  const std::vector<std::string> texts = ReadTree(argv[1]);
  uint64_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();

  Times first, all, each, vectorscan;
  for (int run = 0; run < std::max(1, std::atoi(argv[2])); ++run) {
    RunOwn(patterns, texts, first);
    RunAll(patterns, texts, all);
#ifdef KREPIS_VECTORSCAN
    RunVectorscan(patterns, texts, vectorscan);
#endif
    RunEach(patterns, texts, each);
  }
  std::string out = fmt::format("{{\"files\": {}, \"bytes\": {}, \"patterns\": {}", texts.size(),
                                bytes, patterns.size());
  out += first.Json("first") + all.Json("all") + each.Json("each");
  if (!vectorscan.scan.empty()) out += vectorscan.Json("vectorscan");
  fmt::print("{}}}\n", out);
  return 0;
}
