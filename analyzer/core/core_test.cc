#include <doctest/doctest.h>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/digest.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/interner.h"
#include "analyzer/core/language.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

TEST_CASE("columns count UTF-16 units and lines end with LF, CRLF or CR") {
  const std::string text = "a\r\nb\rc\n\xF0\x9F\x98\x80x\xC3\xA9y\xFFz";
  const LineTable lines(text);
  CHECK(lines.line_count() == 4);
  CHECK(lines.At(0) == Position{1, 1});
  CHECK(lines.At(3) == Position{2, 1});
  CHECK(lines.At(5) == Position{3, 1});
  CHECK(lines.At(7) == Position{4, 1});
  CHECK(lines.At(11) == Position{4, 3});  // the emoji is a surrogate pair
  CHECK(lines.At(14) == Position{4, 5});
  CHECK(lines.At(16) == Position{4, 7});  // an invalid byte is one unit
  CHECK(lines.At(999) == lines.At(static_cast<uint32_t>(text.size())));
  CHECK(lines.Line(1) == "a");
  CHECK(lines.Line(3) == "c");
  CHECK(lines.Line(9).empty());
  CHECK(LineTable("\xED\xA0\x80x").At(3) == Position{1, 4});  // an encoded surrogate is no UTF-8
}

TEST_CASE("columns of a long line are counted from marks, with the same result") {
  // Each repetition is 11 bytes and 8 units; the text before and after proves that a mark belongs
  // to its line.
  std::string text = "x\n";
  const std::string repeated = "a\xC3\xA9\xF0\x9F\x98\x80z\xFFz\xFF";
  REQUIRE(repeated.size() == 11);
  for (int i = 0; i < 20'000; ++i) text += repeated;
  const auto line_end = static_cast<uint32_t>(text.size());
  text += "\nlast";
  const LineTable lines(text);
  for (uint32_t i = 0; i < 20'000; i += 37) {
    CHECK(lines.At(2 + i * 11) == Position{2, i * 8 + 1});
    CHECK(lines.At(2 + i * 11 + 7) == Position{2, i * 8 + 1 + 4});
  }
  CHECK(lines.At(line_end) == Position{2, 160'001});
  CHECK(lines.At(line_end + 1) == Position{3, 1});
  CHECK(lines.At(line_end + 4) == Position{3, 4});
  // 220 KB asked 200,000 times would be 20 GB of counting from the line's start.
  uint64_t sum = 0;
  for (uint32_t i = 0; i < 200'000; ++i) sum += lines.At(2 + i).column;
  CHECK(sum > 0);
}

TEST_CASE("an interner gives one id per string and 0 to the empty one") {
  StringInterner strings;
  CHECK(IsNone(strings.Intern("")));
  const StringId a = strings.Intern("a");
  CHECK(strings.Intern(std::string("a")) == a);
  CHECK(strings.View(a) == "a");
  CHECK(IsNone(strings.Find("b")));
  const std::string large(200'000, 'x');
  CHECK(strings.View(strings.Intern(large)) == large);
  CHECK(strings.View(a) == "a");
}

TEST_CASE("an interner keeps its ids as it grows") {
  StringInterner strings;
  const auto text = [](uint32_t i) { return "text " + std::to_string(i); };
  for (uint32_t i = 1; i <= 5000; ++i) {
    if (i == 100) strings.Reserve(2000);
    REQUIRE(Index(strings.Intern(text(i))) == i);
  }
  for (uint32_t i = 1; i <= 5000; ++i) REQUIRE(Index(strings.Find(text(i))) == i);
  CHECK(strings.View(StringId{4711}) == text(4711));
  CHECK(IsNone(strings.Find(text(5001))));
  CHECK(IsNone(strings.Find("")));
  CHECK(strings.size() == 5001);
}

TEST_CASE("a checksum is that of xxHash") {
  CHECK(Checksum("") == 0x2D06800538D394C2);
  CHECK(ChecksumHex("") == "99aa06d3014798d86001c324468d497f");
  CHECK(Checksum("abc") != Checksum("abd"));
}

TEST_CASE("the digest is SHA-256") {
  CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a language follows from the extension alone") {
  CHECK(LanguageOf("a/b.test.tsx") == Language::kTsx);
  CHECK(LanguageOf("x.d.mts") == Language::kTypeScript);
  CHECK(LanguageOf("a.rs/Makefile") == Language::kNone);
  CHECK(LanguageOf("include/x.h") == Language::kCpp);
  CHECK(LanguageOf("src/module.cppm") == Language::kCpp);
  CHECK(LanguageOf("src/module.ixx") == Language::kCpp);
}

TEST_CASE("a finished report is sorted and its fingerprints are unique") {
  Report report;
  Diagnostic d;
  d.rule = "layering/deny";
  d.path = "b.ts";
  d.fingerprint_key = "b.ts>c.ts:import";
  report.violations = {d, d};
  d.path = "a.ts";
  d.fingerprint_key = "a.ts>c.ts:import";
  report.violations.push_back(d);
  Finish(report);
  CHECK(report.violations[0].path == "a.ts");
  CHECK(report.violations[1].fingerprint != report.violations[2].fingerprint);
  CHECK(report.violations[0].fingerprint.size() == 32);
}

TEST_CASE("the file system in memory implies its directories") {
  const MemoryFileSystem files({{"a/b/c.ts", "1"}, {"a/d.ts", "22"}});
  CHECK(files.Kind("a/b") == FileKind::kDirectory);
  CHECK(files.Kind("a/d.ts") == FileKind::kRegular);
  CHECK(files.Kind("a/x") == FileKind::kMissing);
  REQUIRE(files.List("a").ok());
  CHECK(files.List("a")->size() == 2);
  CHECK(!files.Read("a/d.ts", 1).ok());
  CHECK(*files.Read("a/d.ts", 2) == "22");
}

}  // namespace krepis::analyzer
