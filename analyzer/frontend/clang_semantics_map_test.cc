#include "analyzer/frontend/clang_semantics_map.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {
namespace {

ClangFile File(std::string path, std::vector<std::pair<uint32_t, std::string>> calls,
               uint32_t errors = 0, std::vector<MissingInclude> missing = {}) {
  SemanticsBuilder builder;
  for (const auto& [start, symbol] : calls)
    builder.Add(SemanticKind::kCall, {start, 3}, symbol, "lib.h");
  return {std::move(path), builder.Finish(), errors, std::move(missing)};
}

TEST_CASE("a request survives its encoding") {
  for (const ClangDepth depth : {ClangDepth::kIncludes, ClangDepth::kSemantics}) {
    const ClangRequest request = {
        "/w", {"a.cc", "/w/build", {"-Iinclude", "", "-DX=\n"}, depth}, true, {"/w/x.h"}};
    const auto decoded = DecodeClangRequest(EncodeClangRequest(request));
    REQUIRE(decoded.ok());
    CHECK(decoded->root == "/w");
    CHECK(decoded->unit.file == request.unit.file);
    CHECK(decoded->unit.directory == request.unit.directory);
    CHECK(decoded->unit.flags == request.unit.flags);
    CHECK(decoded->unit.depth == depth);
    CHECK(decoded->asked);
    CHECK(decoded->directives_of == request.directives_of);
  }
  CHECK_FALSE(DecodeClangRequest("\x0a\x7f").ok());
  // Fields of another wire type than theirs.
  CHECK_FALSE(DecodeClangRequest("\x10\x0a").ok());
  CHECK_FALSE(DecodeClangResult(std::string_view("\x08\x00", 2)).ok());
  CHECK_FALSE(DecodeClangResult(std::string_view("\x12\x00", 2)).ok());
}

TEST_CASE("a result survives its encoding") {
  ClangUnitResult result;
  result.files.push_back(File("a.h", {{5, "f"}}, 2, {{{9, 5}, "x.h"}}));
  result.errors_outside = 7;
  result.asked = "asked";
  result.again = {{1, 2}, {3, 4}};
  result.made_of = {{5, 6}};
  result.texts = {{{5, 6}, {7, 8}}};
  result.by_text = true;
  const auto decoded = DecodeClangResult(EncodeClangResult(result));
  REQUIRE(decoded.ok());
  REQUIRE(decoded->files.size() == 1);
  CHECK(decoded->files[0].path == "a.h");
  CHECK(decoded->files[0].semantics == result.files[0].semantics);
  CHECK(decoded->files[0].errors == 2);
  CHECK(decoded->files[0].missing == result.files[0].missing);
  CHECK(decoded->errors_outside == 7);
  CHECK(decoded->asked == result.asked);
  CHECK(decoded->again == result.again);
  CHECK(decoded->made_of == result.made_of);
  CHECK(decoded->texts == result.texts);
  CHECK(decoded->by_text);
  const auto empty = DecodeClangResult(EncodeClangResult({}));
  REQUIRE(empty.ok());
  CHECK_FALSE(empty->asked);
  CHECK_FALSE(empty->made_of);
  // Things of another size: `again` with a byte less.
  CHECK_FALSE(DecodeClangResult(std::string("\x22\x0f") + std::string(15, 'x')).ok());
}

TEST_CASE("what is kept of a file makes its checksum") {
  const auto checksum = [](const ClangFile& file) {
    SemanticsMap map;
    map.Add({file});
    map.Finish();
    return map.Find("a.h")->checksum;
  };
  const std::string plain = checksum(File("a.h", {{5, "f"}}));
  CHECK(checksum(File("a.h", {{5, "f"}}, 3)) == plain);
  CHECK(checksum(File("a.h", {{6, "f"}})) != plain);
  CHECK(checksum(File("a.h", {{5, "f"}}, 0, {{{9, 5}, "x.h"}})) != plain);
}

TEST_CASE("a result from a broken worker is refused") {
  ClangUnitResult result;
  result.files.push_back(File("a.h", {{5, "f"}}));
  const std::string bytes = EncodeClangResult(result);
  // The last four bytes are two fields of their own.
  for (size_t length = 1; length < bytes.size() - 4; ++length) {
    CAPTURE(length);
    CHECK_FALSE(DecodeClangResult(std::string_view(bytes).substr(0, length)).ok());
  }
  result.files[0].semantics = "nonsense";
  CHECK_FALSE(DecodeClangResult(EncodeClangResult(result)).ok());
  result.files[0] = File("", {});
  CHECK_FALSE(DecodeClangResult(EncodeClangResult(result)).ok());
  result.files[0] = File("a.h", {}, 0, {{{0xffffffff, 5}, "x.h"}});
  CHECK_FALSE(DecodeClangResult(EncodeClangResult(result)).ok());
}

TEST_CASE("a header collects the rows of all its units, in any order") {
  ClangUnitResult one, two;
  one.files.push_back(File("a.h", {{5, "f"}, {9, "g"}}, 1));
  one.files.push_back(File("one.cc", {{1, "h"}}));
  two.files.push_back(File("a.h", {{5, "f"}, {7, "k"}}, 3));

  SemanticsMap forth, back;
  forth.Add(one.files);
  forth.Add(two.files);
  forth.Finish();
  back.Add(two.files);
  back.Add(one.files);
  back.Add(one.files);
  back.Finish();

  CHECK(forth.Find("nowhere") == nullptr);
  CHECK(forth.Rows("nowhere").size() == 0);
  REQUIRE(forth.Find("a.h") != nullptr);
  CHECK(forth.Find("a.h")->semantics == back.Find("a.h")->semantics);
  CHECK(forth.Find("a.h")->errors == 3);
  const Semantics rows = forth.Rows("a.h");
  REQUIRE(rows.size() == 3);
  CHECK(rows.row(0).symbol == "f");
  CHECK(rows.row(1).symbol == "k");
  CHECK(rows.row(2).symbol == "g");
}

TEST_CASE("an include is missing only when no unit could open it") {
  SemanticsBuilder found;
  found.Add(SemanticKind::kInclude, {9, 5}, "x.h", "x.h");
  ClangUnitResult one, two;
  one.files.push_back({"a.h", found.Finish(), 0, {{{20, 5}, "y.h"}}});
  two.files.push_back(File("a.h", {}, 1, {{{9, 5}, "x.h"}, {{20, 5}, "y.h"}}));
  SemanticsMap map;
  map.Add(two.files);
  map.Add(one.files);
  map.Finish();
  CHECK(map.Find("a.h")->missing == std::vector<MissingInclude>{{{20, 5}, "y.h"}});
}

}  // namespace
}  // namespace krepis::analyzer
