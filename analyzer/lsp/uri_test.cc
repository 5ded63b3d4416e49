#include "analyzer/lsp/uri.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {
namespace {

TEST_CASE("paths of URIs") {
  CHECK(PathOfUri("file:///a/b%20c/%C3%A4.ts") == "/a/b c/\xC3\xA4.ts");
  CHECK(PathOfUri("file://localhost/a") == "/a");
  CHECK(PathOfUri("file:///a/./b/../c/") == "/a/c");
  CHECK(PathOfUri("file:///a%2Fb#x") == "/a/b");
  CHECK(PathOfUri("file:///") == "/");
  CHECK_FALSE(PathOfUri("file:///a%00b").has_value());
  CHECK_FALSE(PathOfUri("file:///a%2").has_value());
  CHECK_FALSE(PathOfUri("file:///a%zz").has_value());
  CHECK_FALSE(PathOfUri("file://host/a").has_value());
  CHECK_FALSE(PathOfUri("untitled:Untitled-1").has_value());
  CHECK_FALSE(PathOfUri("").has_value());
}

TEST_CASE("URIs of paths") {
  CHECK(UriOfPath("/a/b c/[id]/\xC3\xA4+@.ts") == "file:///a/b%20c/%5Bid%5D/%C3%A4%2B%40.ts");
  CHECK(PathOfUri(UriOfPath("/a%/b?#")) == "/a%/b?#");
}

}  // namespace
}  // namespace krepis::analyzer
