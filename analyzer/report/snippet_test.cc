#include "analyzer/report/snippet.h"

#include <doctest/doctest.h>

#include "analyzer/core/utf8.h"
#include "analyzer/report/source_cache.h"

namespace krepis::analyzer {
namespace {

Snippet SnippetOf(const CachedSource& file, const Location& location, uint32_t width) {
  const std::optional<SourceLine> line = file.Line(location.begin.line);
  REQUIRE(line);
  return MakeSnippet(*line, location, width);
}

/// The snippet of the first `part` in `text`, with the marks drawn on a second line.
std::string Draw(const std::string& text, std::string_view part, uint32_t width = 100) {
  const CachedSource file(text);
  const Location location = file.lines().Locate(
      {static_cast<uint32_t>(text.find(part)), static_cast<uint32_t>(part.size())});
  const Snippet snippet = SnippetOf(file, location, width);
  return snippet.code + "|\n" + std::string(snippet.mark_start, ' ') +
         std::string(snippet.mark_width, '^') + (snippet.continues ? "..." : "");
}

}  // namespace

TEST_CASE("a span is marked under its columns, tabs expanded") {
  CHECK(Draw("int x;\r\nint y;\n", "y") ==
        "int y;|\n"
        "    ^");
  CHECK(Draw("\tcall(a);\tb", "call") ==
        "    call(a);    b|\n"
        "    ^^^^");
  CHECK(Draw("a\tb", "\t") ==
        "a   b|\n"
        " ^^^");
}

TEST_CASE("a line of plain characters is shown as one with others is") {
  const std::string line = "import { a } from './a'; ";
  for (uint32_t start = 0; start < line.size(); ++start) {
    for (uint32_t length = 0; start + length <= line.size(); ++length) {
      const Location location = LineTable(line).Locate({start, length});
      Snippet plain = MakeSnippet({line, 0}, location, 40);
      const Snippet other = MakeSnippet({line + "\xC3\xA9", 0}, location, 40);
      plain.code += "\xC3\xA9";
      CHECK(plain.code == other.code);
      CHECK(plain.mark_start == other.mark_start);
      // No length means that the positions alone are known, and the end of the line is then
      // another.
      CHECK(plain.mark_width == other.mark_width);
      CHECK(plain.continues == other.continues);
    }
  }
}

TEST_CASE("wide, combining and escaped characters keep the marks in place") {
  CHECK(Draw("\"\xE4\xB8\xAD\xE6\x96\x87\", x", "x") ==
        "\"\xE4\xB8\xAD\xE6\x96\x87\", x|\n"
        "        ^");
  CHECK(Draw("e\xCC\x81 = x", "x") ==
        "e\xCC\x81 = x|\n"
        "    ^");
  CHECK(Draw("a\x1B[31m b", "b") ==
        "a\\x1b[31m b|\n"
        "          ^");
  CHECK(Draw("\xE2\x80\xAEx \xFF y", "y") ==
        "\\u{202e}x \\xff y|\n"
        "               ^");
}

TEST_CASE("a span over several lines shows its first line") {
  CHECK(Draw("f(\n  a\n)", "f(\n  a\n)") ==
        "f(|\n"
        "^^...");
}

TEST_CASE("a long line is cut around its span") {
  const std::string line = std::string(50, 'a') + "HERE" + std::string(50, 'z');
  CHECK(Draw(line, "HERE", 20) ==
        "...aaaaaHEREzzzzz...|\n"
        "        ^^^^");
  CHECK(Draw("HERE" + std::string(50, 'z'), "HERE", 20) ==
        "HEREzzzzzzzzzz...|\n"
        "^^^^");
  CHECK(Draw(std::string(50, 'a') + "HERE", "HERE", 20) ==
        "...aaaaaaaaaaHERE|\n"
        "             ^^^^");
  CHECK(Draw(std::string(50, 'a'), std::string(40, 'a'), 20) ==
        "aaaaaaaaaaaaaa...|\n"
        "^^^^^^^^^^^^^^...");
}

TEST_CASE("a line of megabytes costs no more than its window") {
  std::string line(5'000'000, 'a');
  line.replace(2'500'000, 4, "HERE");
  const CachedSource file(line);
  const Location location{{2'500'000, 4}, {1, 2'500'001}, {1, 2'500'005}};
  for (int i = 0; i < 5'000; ++i) {
    const Snippet snippet = SnippetOf(file, location, 20);
    if (snippet.code != "...aaaaaHEREaaaaa...") FAIL("cut in the wrong place");
  }
  CHECK(SnippetOf(file, location, 20).mark_start == 8);
}

TEST_CASE("a location without bytes is found by its columns") {
  const CachedSource file("\xF0\x9F\x98\x80 = x;\n");
  const Snippet snippet = SnippetOf(file, {{}, {1, 6}, {1, 7}}, 80);
  CHECK(snippet.mark_start == 5);
  CHECK(snippet.mark_width == 1);
}

TEST_CASE("a location that does not fit the text is clamped or gives nothing") {
  const CachedSource file("short\nlines\n");
  CHECK(!file.Line(0));
  CHECK(!file.Line(9));
  const Snippet far = SnippetOf(file, {{1'000'000, 7}, {1, 900}, {1, 800}}, 80);
  CHECK(far.code == "short");
  CHECK(far.mark_start == 5);
  CHECK(far.mark_width == 1);
  CHECK(SnippetOf(CachedSource(""), {{}, {1, 1}, {1, 1}}, 80).code.empty());
}

TEST_CASE("whatever the bytes, code is printable and marks lie on it") {
  std::string text;
  uint32_t state = 12345;
  for (int i = 0; i < 4'000; ++i) {
    state = state * 1'664'525 + 1'013'904'223;
    text += static_cast<char>(state >> 24);
  }
  const CachedSource file(text);
  for (uint32_t start = 0; start < text.size(); start += 7) {
    const Snippet snippet = SnippetOf(file, file.lines().Locate({start, start % 50}), 40);
    uint32_t width = 0;
    for (size_t i = 0; i < snippet.code.size();) {
      const CodePoint point = DecodeUtf8(snippet.code, i);
      REQUIRE(point.valid);
      REQUIRE(point.value >= 0x20);
      width += static_cast<uint32_t>(DisplayWidth(point.value));
      i += point.length;
    }
    REQUIRE(width <= 40);
    REQUIRE(snippet.mark_start + snippet.mark_width <= width + 1);
  }
}

}  // namespace krepis::analyzer
