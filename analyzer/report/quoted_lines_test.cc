#include "analyzer/report/quoted_lines.h"

#include <doctest/doctest.h>

#include "analyzer/report/source_cache.h"

namespace krepis::analyzer {
namespace {

const SourceProvider kSources = [](std::string_view path) -> std::optional<std::string> {
  if (path == "a.ts") return "first\nsecond\n";
  if (path == "b.ts") return "\xEF\xBB\xBFone\r\ntwo";
  return std::nullopt;
};

bool Any(std::string_view) { return true; }

/// What a report quotes that asks for these lines.
std::string Quoted() {
  QuotedLines quotes;
  SourceCache cache(kSources, &quotes);
  for (const uint32_t line : {2u, 1u, 2u, 9u}) cache.Line("a.ts", line);
  cache.Line("b.ts", 2);
  cache.Line("missing.ts", 1);
  return quotes.Pack(Any);
}

}  // namespace

TEST_CASE("lines that an earlier report quoted are not fetched again") {
  const std::string packed = Quoted();
  const std::vector<std::string> changed;
  QuotedLines quotes(packed, changed);
  const SourceProvider none = [](std::string_view path) -> std::optional<std::string> {
    FAIL("fetched ", std::string(path));
    return std::nullopt;
  };
  SourceCache cache(none, &quotes);
  const std::optional<SourceLine> second = cache.Line("a.ts", 2);
  REQUIRE(second);
  CHECK(second->text == "second");
  CHECK(second->start == 6);
  const std::optional<SourceLine> two = cache.Line("b.ts", 2);
  REQUIRE(two);
  CHECK(two->text == "two");
  CHECK(two->start == 8);
  // What was asked for is quoted again, and no more.
  const std::string again = quotes.Pack(Any);
  const QuotedLines next(again, changed);
  CHECK(next.Find("a.ts", 2));
  CHECK(!next.Find("a.ts", 1));
  const std::string some = quotes.Pack([](std::string_view path) { return path != "a.ts"; });
  const QuotedLines of_others(some, changed);
  CHECK(!of_others.Find("a.ts", 2));
  CHECK(of_others.Find("b.ts", 2));
}

TEST_CASE("lines of files that are others now are fetched") {
  const std::string packed = Quoted();
  const std::vector<std::string> changed = {"a.ts"};
  QuotedLines quotes(packed, changed);
  CHECK(!quotes.Find("a.ts", 2));
  CHECK(quotes.Find("b.ts", 2));
  size_t fetched = 0;
  const SourceProvider other = [&](std::string_view) -> std::optional<std::string> {
    ++fetched;
    return "other";
  };
  SourceCache cache(other, &quotes);
  CHECK(!cache.Line("a.ts", 2));
  CHECK(cache.Line("a.ts", 1)->text == "other");
  CHECK(fetched == 1);
}

TEST_CASE("what is no list of lines, or too long a line, is not kept") {
  const std::vector<std::string> changed;
  const std::string packed = Quoted();
  for (size_t size = 0; size < packed.size(); ++size) {
    const QuotedLines cut(std::string_view(packed).substr(0, size), changed);
    CHECK(!cut.Find("b.ts", 2));
  }
  QuotedLines quotes;
  const std::string line(5000, 'x');
  quotes.Note("long.ts", 1, {line, 0});
  CHECK(quotes.Pack(Any).empty());
}

}  // namespace krepis::analyzer
