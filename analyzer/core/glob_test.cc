#include "analyzer/core/glob.h"

#include <doctest/doctest.h>

#include <random>
#include <span>
#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

Glob Compiled(std::string_view pattern) {
  Result<Glob> glob = Glob::Compile(pattern);
  INFO(pattern << ": " << (glob.ok() ? "" : glob.error().message));
  REQUIRE(glob.ok());
  return *glob;
}

/// The captures of a match joined with '|', or "no".
std::string Captures(std::string_view pattern, std::string_view path) {
  std::vector<std::string_view> captures;
  if (!Compiled(pattern).Match(path, &captures)) return "no";
  std::string joined;
  for (const std::string_view capture : captures) {
    if (!joined.empty()) joined += '|';
    joined += capture;
  }
  return joined;
}

std::string Order(std::string_view a, std::string_view b) {
  const auto order = CompareSpecificity(Compiled(a), Compiled(b));
  return order > 0 ? ">" : order < 0 ? "<" : "=";
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> segments;
  while (true) {
    const size_t slash = text.find('/');
    segments.emplace_back(text.substr(0, slash));
    if (slash == text.npos) return segments;
    text.remove_prefix(slash + 1);
  }
}

/// The definition of a segment's match, tried in every way: `{n}` is written `+`.
bool SegmentMatches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] != '*' && pattern[0] != '+') {
    return !text.empty() && text[0] == pattern[0] &&
           SegmentMatches(pattern.substr(1), text.substr(1));
  }
  for (size_t n = pattern[0] == '+' ? 1 : 0; n <= text.size(); ++n) {
    if (SegmentMatches(pattern.substr(1), text.substr(n))) return true;
  }
  return false;
}

/// The definition of a path's match, tried in every way.
bool PathMatches(std::span<const std::string> pattern, std::span<const std::string> path) {
  if (pattern.empty()) return path.empty();
  if (pattern[0] != "**") {
    return !path.empty() && SegmentMatches(pattern[0], path[0]) &&
           PathMatches(pattern.subspan(1), path.subspan(1));
  }
  for (size_t n = pattern.size() == 1 ? 1 : 0; n <= path.size(); ++n) {
    if (PathMatches(pattern.subspan(1), path.subspan(n))) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("globs match whole root-relative paths") {
  struct Case {
    std::string_view pattern;
    std::string_view path;
    bool matches;
  };
  for (const Case& c : std::vector<Case>{
           {"a.ts", "a.ts", true},
           {"a.ts", "b/a.ts", false},
           {"a.ts", "a.tsx", false},
           {"*.ts", "a.ts", true},
           {"*.ts", ".ts", true},
           {"*.ts", "a/b.ts", false},
           {"*", "a", true},
           {"*", "a/b", false},
           {"*", ".hidden", true},
           {"a/*/c", "a/b/c", true},
           {"a/*/c", "a/c", false},
           {"a/*/c", "a//c", false},
           {"**", "a", true},
           {"**", "a/b/c", true},
           {"**", "", false},
           {"a/**", "a", false},
           {"a/**", "a/b", true},
           {"a/**", "a/b/c/d", true},
           {"a/**", "ab/c", false},
           {"a/**/b", "a/b", true},
           {"a/**/b", "a/x/y/b", true},
           {"a/**/b", "a/b/c", false},
           {"**/b", "b", true},
           {"**/b", "a/a/b", true},
           {"**/a/**/b", "a/x/b/b", true},
           {"**/a/**/b", "x/a/a/b/c", false},
           {"**/dist/**", "dist/a", true},
           {"**/dist/**", "p/dist/a/b", true},
           {"**/dist/**", "dist", false},
           {"**/*.gen.ts", "x/y.gen.ts", true},
           {"**/*.gen.ts", "y.gen.ts", true},
           {"**/*.gen.ts", "gen.ts", false},
           {"a*b*c", "abc", true},
           {"a*b*c", "axxbyyc", true},
           {"a*b*c", "axxbyycd", false},
           {"a*a", "a", false},
           {"src/[id].tsx", "src/[id].tsx", true},
           {"src/[id].tsx", "src/i.tsx", false},
           {"a?", "ab", false},
           {"a?", "a?", true},
           {"(group)/*", "(group)/x", true},
           {"\xC3\xA9/*", "\xC3\xA9/x", true},
           {"A/*", "a/x", false},
       }) {
    INFO(c.pattern << " on " << c.path);
    CHECK(Compiled(c.pattern).Match(c.path) == c.matches);
  }
}

TEST_CASE("captures are never empty, leftmost ones shortest, and whole or part of a segment") {
  CHECK(Captures("apps/{name}/**", "apps/shop/src/a.ts") == "shop");
  CHECK(Captures("apps/{name}/**", "apps/shop") == "no");
  CHECK(Captures("src/feature_{name}/*.cc", "src/feature_cart/x.cc") == "cart");
  CHECK(Captures("src/feature_{name}/*.cc", "src/feature_/x.cc") == "no");
  CHECK(Captures("{a}-{b}", "x-y-z") == "x|y-z");
  CHECK(Captures("{a}-{b}", "--z") == "-|z");
  CHECK(Captures("{a}.{b}.ts", "..ts") == "no");
  CHECK(Captures("**/{pkg}/src/{file}.ts", "a/b/src/src/c.ts") == "src|c");
  CHECK(Captures("**/{pkg}/src/{file}.ts", "a/b/src/c.ts") == "b|c");
  CHECK(Captures("**/x/{n}/**/{m}", "x/1/x/2/3") == "1|3");
  CHECK(Captures("a/b", "a/b") == "");
}

TEST_CASE("matching agrees with its definition on random patterns and paths") {
  std::mt19937 random(7);
  const auto pick = [&](std::string_view letters) { return letters[random() % letters.size()]; };
  int matched = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string pattern;  // with + for a capture
    for (size_t i = 0, n = 1 + random() % 4; i < n; ++i) {
      if (i > 0) pattern += '/';
      if (random() % 4 == 0) {
        pattern += "**";
        continue;
      }
      for (size_t k = 0, length = 1 + random() % 4; k < length; ++k) pattern += pick("aab*+");
    }
    std::string path;
    for (size_t i = 0, n = 1 + random() % 5; i < n; ++i) {
      if (i > 0) path += '/';
      for (size_t k = 0, length = 1 + random() % 4; k < length; ++k) path += pick("aab");
    }
    std::string written;
    int captures = 0;
    for (const char c : pattern) {
      written += c == '+' ? "{c" + std::to_string(captures++) + "}" : std::string(1, c);
    }
    const Result<Glob> glob = Glob::Compile(written);
    if (!glob.ok()) continue;  // side by side wildcards
    const bool expected = PathMatches(Split(pattern), Split(path));
    matched += expected ? 1 : 0;
    std::vector<std::string_view> values;
    const bool actual = glob->Match(path, &values);
    if (actual != expected) FAIL_CHECK(written << " on " << path);
    if (!actual) continue;
    // What was captured, put into the pattern, is a pattern that matches still.
    std::string filled;
    size_t next = 0;
    for (const char c : pattern) {
      filled += c == '+' ? std::string(values[next++]) : std::string(1, c);
    }
    if (!PathMatches(Split(filled), Split(path))) FAIL_CHECK(written << " captures of " << path);
  }
  CHECK(matched > 2'000);
}

TEST_CASE("a failed match leaves the captures alone") {
  std::vector<std::string_view> captures = {"kept"};
  CHECK(!Compiled("a/{n}/b").Match("a/x/c", &captures));
  CHECK(captures == std::vector<std::string_view>{"kept"});
}

TEST_CASE("a pattern that cannot match or is ambiguous is refused at its place") {
  struct Case {
    std::string_view pattern;
    uint32_t column;
    std::string_view message;
  };
  for (const Case& c : std::vector<Case>{
           {"", 1, "empty pattern"},
           {"/a", 1, "leading /"},
           {"a/", 2, "/**"},
           {"a//b", 3, "empty segment"},
           {"a/../b", 3, ".."},
           {"./a", 1, ". or .."},
           {"a**/b", 2, "segment of its own"},
           {"a/**b", 3, "segment of its own"},
           {"***", 1, "segment of its own"},
           {"a/**/**/b", 6, "same as **"},
           {"src/{a,b}/x", 5, "no alternation"},
           {"src/{a", 5, "without its }"},
           {"src/a}", 6, "without its {"},
           {"{}", 1, "a name in braces"},
           {"{1a}", 1, "a name in braces"},
           {"{a b}", 1, "a name in braces"},
           {"{a}/{a}", 5, "twice"},
           {"{a}{b}", 4, "side by side"},
           {"{a}*", 4, "side by side"},
           {"*{a}", 2, "side by side"},
           {"a\\b", 2, "backslash"},
           {std::string_view("a\0b", 3), 2, "control character"},
       }) {
    INFO(c.pattern);
    const Result<Glob> glob = Glob::Compile(c.pattern);
    REQUIRE(!glob.ok());
    CHECK(glob.error().column == c.column);
    CHECK(glob.error().message.find(c.message) != std::string::npos);
  }
}

TEST_CASE("specificity goes segment by segment from the left") {
  CHECK(Order("a/b", "a/b_*") == ">");
  CHECK(Order("a/b_*", "a/{n}") == ">");
  CHECK(Order("a/f_{n}", "a/{n}") == ">");
  CHECK(Order("a/{n}", "a/*") == ">");
  CHECK(Order("a/*", "a/**") == ">");
  CHECK(Order("packages/core/**", "packages/**") == ">");
  CHECK(Order("packages/**", "packages/**/x.ts") == "<");
  CHECK(Order("**/core/x.ts", "packages/**") == "<");
  CHECK(Order("packages/{a}/**", "packages/{b}/**") == "=");
  CHECK(Order("**/*.test.ts", "**/a*.ts") == "=");
}

TEST_CASE("a directory is covered when all below it matches") {
  CHECK(Compiled("**/dist/**").CoversDirectory("dist"));
  CHECK(Compiled("**/dist/**").CoversDirectory("a/dist"));
  CHECK(Compiled("**/dist/**").CoversDirectory("a/dist/b"));
  CHECK(!Compiled("**/dist/**").CoversDirectory("a"));
  CHECK(!Compiled("**/dist/*.ts").CoversDirectory("dist"));
  CHECK(!Compiled("a/*/b/**").CoversDirectory("a"));
  CHECK(Compiled("a/*/b/**").CoversDirectory("a/x/b"));
  CHECK(Compiled("**").CoversDirectory("a"));
}

TEST_CASE("hostile patterns and paths take time in proportion") {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "**/a/";
  pattern += "b";
  std::string path;
  for (int i = 0; i < 20'000; ++i) path += "a/";
  CHECK(!Compiled(pattern).Match(path + "c"));
  CHECK(Compiled(pattern).Match(path + "b"));
  std::string stars;
  for (int i = 0; i < 2'000; ++i) stars += "*a";
  CHECK(!Compiled(stars + "b").Match(std::string(100'000, 'a')));
  CHECK(!MatchWildcard(stars + "b", std::string(10'000, 'a')));
}

TEST_CASE("wildcards cross everything") {
  CHECK(MatchWildcard("*Guard", "AuthGuard"));
  CHECK(MatchWildcard("*Guard", "Guard"));
  CHECK(!MatchWildcard("*Guard", "GuardX"));
  CHECK(MatchWildcard("npm/passport#*", "npm/passport#authenticate"));
  CHECK(MatchWildcard("*", "@scope/name"));
  CHECK(MatchWildcard("*", ""));
  CHECK(MatchWildcard("a*b*a", "abba"));
  CHECK(!MatchWildcard("a*b*a", "ab"));
  CHECK(!MatchWildcard("", "a"));
  CHECK(MatchWildcard("", ""));
}

}  // namespace krepis::analyzer
