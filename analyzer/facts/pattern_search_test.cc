#include "analyzer/facts/pattern_search.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

/// The sets by their numbers, "0 2"; every pattern is a set of its own.
std::string Found(const std::vector<std::string>& patterns, std::string_view text) {
  PatternSearch search;
  for (uint32_t i = 0; i < patterns.size(); ++i) REQUIRE(search.Add(patterns[i], i));
  search.Freeze();
  const PatternHits hits = search.Find(text);
  std::string found;
  for (size_t i = 0; i < hits.size(); ++i) {
    if (hits.test(i)) found += (found.empty() ? "" : " ") + std::to_string(i);
  }
  return found;
}

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

/// What Found() promises, one comparison at a time.
std::string FoundSlowly(const std::vector<std::string>& patterns, std::string_view text) {
  std::string found;
  for (size_t i = 0; i < patterns.size(); ++i) {
    const std::string& pattern = patterns[i];
    bool hit = false;
    for (size_t at = text.find(pattern); at != std::string_view::npos;
         at = text.find(pattern, at + 1)) {
      const size_t end = at + pattern.size();
      const bool begins = at == 0 || !IsWordByte(pattern.front()) || !IsWordByte(text[at - 1]);
      const bool ends = end == text.size() || !IsWordByte(pattern.back()) || !IsWordByte(text[end]);
      hit = hit || (begins && ends);
    }
    if (hit) found += (found.empty() ? "" : " ") + std::to_string(i);
  }
  return found;
}

}  // namespace

TEST_CASE("words are found whole") {
  const std::vector<std::string> words = {"fs", "child_process", "x"};
  CHECK(Found(words, "") == "");
  CHECK(Found(words, "fs") == "0");
  CHECK(Found(words, "import 'fs'") == "0");
  CHECK(Found(words, "a child_process, x") == "1 2");
  CHECK(Found(words, "ffs fsx _fs $fs fs_ fs\u00e4 child xx") == "0");
  CHECK(Found(words, "ffs fsx _fs $fs fs_ child xx") == "");
}

TEST_CASE("patterns are compared around their longest word") {
  const std::vector<std::string> patterns = {".use", "get('/", ", next", "cross-spawn",
                                             "a.b.long_one("};
  CHECK(Found(patterns, "app.use(x)") == "0");
  CHECK(Found(patterns, "use(x) app.used(x) app .use") == "0");
  CHECK(Found(patterns, "use(x) app.used(x)") == "");
  CHECK(Found(patterns, "app.get('/x')") == "1");
  CHECK(Found(patterns, "app.target('/x') get(\"/x\")") == "");
  CHECK(Found(patterns, "(a, next)") == "2");
  CHECK(Found(patterns, "(a, nextOne) (next)") == "");
  CHECK(Found(patterns, "require('cross-spawn')") == "3");
  CHECK(Found(patterns, "cross-spawned across-spawn") == "");
  CHECK(Found(patterns, "a.b.long_one()") == "4");
  CHECK(Found(patterns, "long_one(") == "");
}

TEST_CASE("a pattern without a word is refused") {
  PatternSearch search;
  CHECK(!search.Add("", 0));
  CHECK(!search.Add("('/", 0));
  search.Freeze();
  CHECK(search.Find("anything ('/").none());
}

TEST_CASE(
    "every place of a block, and every length, is searched as one comparison at a time would") {
  std::mt19937 random(7);
  const std::string letters = "ab_$Z9 .(\n\xC3\xA4";
  const auto text = [&](size_t size) {
    std::string made;
    for (size_t i = 0; i < size; ++i) made += letters[random() % letters.size()];
    return made;
  };
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> patterns;
    while (patterns.size() < 8) {
      std::string pattern = text(1 + random() % (round % 8 == 0 ? 80 : 4));
      PatternSearch one;
      if (one.Add(pattern, 0)) patterns.push_back(std::move(pattern));
    }
    std::string source = text(random() % 200);
    source += patterns[0] + text(random() % 70) + patterns[1];
    CHECK(Found(patterns, source) == FoundSlowly(patterns, source));
  }
}

}  // namespace krepis::analyzer
