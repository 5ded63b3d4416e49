#include "analyzer/report/line_hash.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

std::vector<std::string> HashesOf(std::string_view text) {
  const LineHashes hashes(text);
  std::vector<std::string> all;
  for (uint32_t line = 1; !hashes.Of(line).empty(); ++line) all.push_back(hashes.Of(line));
  return all;
}

using Hashes = std::vector<std::string>;

}  // namespace

// The values are those that github/codeql-action expects of itself (src/fingerprints.test.ts).
TEST_CASE("line hashes are the ones code scanning computes") {
  CHECK(HashesOf("") == Hashes{"c129715d7a2bc9a3:1"});
  CHECK(HashesOf(" a\nb\n  \t\tc\n d") == Hashes{"271789c17abda88f:1", "54703d4cd895b18:1",
                                                 "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
  CHECK(HashesOf(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End") ==
        Hashes{"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1",
               "c6805c5e1288b612:1", "b86d3392aea1be30:1", "e6ceba753e1a442:1"});
}

TEST_CASE("line hashes do not depend on the kind of line end") {
  const Hashes expected{"e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
                        "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1",
                        "c129715d7a2bc9a3:1"};
  CHECK(HashesOf(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n") == expected);
  CHECK(HashesOf(" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r") == expected);
  CHECK(HashesOf(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n") == expected);
  CHECK(HashesOf(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n") == expected);
}

TEST_CASE("equal lines are counted") {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "Lorem ipsum dolor sit amet.\n";
  CHECK(HashesOf(text) == Hashes{"a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3",
                                 "a7f2ff13bc495cf2:4", "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6",
                                 "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1", "55ec222b86bcae53:1",
                                 "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"});
}

TEST_CASE("a line past the end has no hash") {
  const LineHashes hashes("a\n");
  CHECK(!hashes.Of(2).empty());
  CHECK(hashes.Of(3).empty());
  CHECK(hashes.Of(0).empty());
}

}  // namespace krepis::analyzer
