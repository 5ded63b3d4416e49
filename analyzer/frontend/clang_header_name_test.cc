#include "analyzer/frontend/clang_header_name.h"

#include <doctest/doctest.h>

#include <string>

namespace krepis::analyzer {
namespace {

std::string NameIn(std::string_view text) {
  const ByteSpan span = HeaderNameSpan(text, 0);
  return std::string(text.substr(span.start, span.length));
}

TEST_CASE("the header name keeps its delimiters") {
  CHECK(NameIn("#include \"a/b.h\"\n") == "\"a/b.h\"");
  CHECK(NameIn("#include <vector>\n") == "<vector>");
  CHECK(NameIn("#include<vector>") == "<vector>");
  CHECK(NameIn("%: include_next \"a.h\" // \"b.h\"\n") == "\"a.h\"");
  CHECK(NameIn("#import \"a b.h\"\n") == "\"a b.h\"");
}

TEST_CASE("comments and splices may stand between the tokens") {
  CHECK(NameIn("# /* \"no.h\" */ inc\\\nlude \\\r\n /* \n */ \"a.h\"\n") == "\"a.h\"");
  CHECK(NameIn("#include /**/<a//b.h>") == "<a//b.h>");
}

TEST_CASE("a macro stands for itself") {
  CHECK(NameIn("#include HEADER\n") == "HEADER");
  CHECK(NameIn("#include HEADER(x, y)  // why\n") == "HEADER(x, y)");
  CHECK(NameIn("#include HEADER( /* z */ x) /* why */ \r\n") == "HEADER( /* z */ x)");
  CHECK(NameIn("#include LT a.h GT") == "LT a.h GT");
}

TEST_CASE("what is no directive has an empty name") {
  CHECK(NameIn("include \"a.h\"").empty());
  CHECK(NameIn("").empty());
  CHECK(NameIn("#").empty());
  CHECK(NameIn("#include").empty());
  CHECK(NameIn("#include /* open").empty());
  CHECK(HeaderNameSpan("#include \"a.h\"", 4'000'000'000).length == 0);
  CHECK(NameIn("#include \"a.h\n\"") == "\"a.h");
}

TEST_CASE("a directive in the midst of a file") {
  const std::string text = "int a;\n  #  include \"x.h\"\n";
  CHECK(HeaderNameSpan(text, 9) == ByteSpan{20, 5});
}

}  // namespace
}  // namespace krepis::analyzer
