#include "analyzer/lsp/position.h"

#include <doctest/doctest.h>

#include <string>

namespace krepis::analyzer {
namespace {

// a, e with a combining acute, an astral letter, a CRLF, a lone CR, bytes that are no UTF-8.
const std::string kText = "ae\xCC\x81\xF0\x9D\x94\xB8z\r\nx\r\xFF\xFEy\n";

TEST_CASE("offsets and positions in every encoding") {
  const LineIndex lines(kText);
  CHECK(lines.line_count() == 4);
  struct Case {
    uint32_t offset;
    uint32_t line;
    uint32_t utf8, utf16, utf32;
  };
  for (const Case& c : {Case{0, 0, 0, 0, 0},
                        {2, 0, 2, 2, 2},
                        {4, 0, 4, 3, 3},
                        {8, 0, 8, 5, 4},
                        {9, 0, 9, 6, 5},
                        {11, 1, 0, 0, 0},
                        {13, 2, 0, 0, 0},
                        {14, 2, 1, 1, 1},
                        {15, 2, 2, 2, 2},
                        {16, 2, 3, 3, 3},
                        {17, 3, 0, 0, 0}}) {
    CAPTURE(c.offset);
    CHECK(lines.At(c.offset, PositionEncoding::kUtf8) == LspPosition{c.line, c.utf8});
    CHECK(lines.At(c.offset, PositionEncoding::kUtf16) == LspPosition{c.line, c.utf16});
    CHECK(lines.At(c.offset, PositionEncoding::kUtf32) == LspPosition{c.line, c.utf32});
    CHECK(lines.OffsetOf({c.line, c.utf8}, PositionEncoding::kUtf8) == c.offset);
    CHECK(lines.OffsetOf({c.line, c.utf16}, PositionEncoding::kUtf16) == c.offset);
    CHECK(lines.OffsetOf({c.line, c.utf32}, PositionEncoding::kUtf32) == c.offset);
  }
}

TEST_CASE("places outside of the text are moved into it") {
  const LineIndex lines(kText);
  CHECK(lines.OffsetOf({0, 1000}, PositionEncoding::kUtf16) == 9);
  CHECK(lines.OffsetOf({1, 1000}, PositionEncoding::kUtf8) == 12);
  CHECK(lines.OffsetOf({4'000'000'000, 0}, PositionEncoding::kUtf8) == kText.size());
  CHECK(lines.OffsetOf({0, 4}, PositionEncoding::kUtf16) == 4);  // between surrogates
  CHECK(lines.OffsetOf({0, 3}, PositionEncoding::kUtf8) == 2);
  CHECK(lines.At(6, PositionEncoding::kUtf16) == LspPosition{0, 3});
  CHECK(lines.At(4'000'000'000, PositionEncoding::kUtf8) == LspPosition{3, 0});
  CHECK(lines.Line(7).empty());
}

TEST_CASE("a byte order mark on the disk is not counted") {
  const std::string text = "\xEF\xBB\xBFimport";
  const LineIndex lines(text, ByteOrderMark(text));
  CHECK(lines.At(3, PositionEncoding::kUtf16) == LspPosition{0, 0});
  CHECK(lines.At(0, PositionEncoding::kUtf16) == LspPosition{0, 0});
  CHECK(lines.OffsetOf({0, 2}, PositionEncoding::kUtf16) == 5);
  CHECK(ByteOrderMark("import") == 0);
}

TEST_CASE("the best encoding that a client offers") {
  const auto choose = [](const char* offered) {
    return PositionEncodingName(ChooseEncoding(Json::parse(offered)));
  };
  CHECK(choose(R"({"general":{"positionEncodings":["utf-16","utf-32","utf-8"]}})") == "utf-8");
  CHECK(choose(R"({"general":{"positionEncodings":["utf-16","utf-32"]}})") == "utf-32");
  CHECK(choose(R"({"general":{"positionEncodings":["latin-1"]}})") == "utf-16");
  CHECK(choose(R"({"general":{"positionEncodings":3}})") == "utf-16");
  CHECK(choose("{}") == "utf-16");
}

TEST_CASE("ranges are read without trust") {
  const auto read = [](const char* text) {
    const Json value = Json::parse(text);
    return ReadRange(&value);
  };
  CHECK_FALSE(read(R"({"start":{"line":0},"end":{"line":0,"character":0}})").has_value());
  CHECK_FALSE(read(R"({"start":{"line":"0","character":0},"end":3})").has_value());
  const auto range = read(
      R"({"start":{"line":-3,"character":-1},"end":{"line":18446744073709551615,"character":2}})");
  REQUIRE(range.has_value());
  CHECK(range->start == LspPosition{0, 0});
  CHECK(range->end == LspPosition{4'294'967'295u, 2});
}

}  // namespace
}  // namespace krepis::analyzer
