#include "analyzer/frontend/clang_unit_ledger.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/ast/semantics.h"

namespace krepis::analyzer {
namespace {

constexpr DiskFile kMain{1, 10}, kOther{1, 11}, kHeader{1, 12}, kMoved{1, 99};
constexpr LongChecksum kDirectives{3, 4};

ClangFile File(std::string path, std::string symbol) {
  SemanticsBuilder rows;
  rows.Add(SemanticKind::kCall, {5, 1}, symbol, "");
  return {std::move(path), rows.Finish(), 0, {}};
}

LongChecksum Unit(std::string file) {
  return ClangUnitId({std::move(file), "/w", {}, ClangDepth::kIncludes});
}

/// Paths and checksums of what is known, sorted.
std::vector<std::pair<std::string, LongChecksum>> Said(ClangUnitLedger& ledger) {
  std::vector<std::pair<std::string, LongChecksum>> said;
  for (const ClangFile& file : ledger.Contents()) said.emplace_back(file.path, ClangFileId(file));
  std::sort(said.begin(), said.end());
  return said;
}

/// Two units, of which the second has its header's content from the first.
class Units {
 public:
  explicit Units(bool by_text = true) {
    ClangUnitResult main;
    main.asked = "";
    main.files = {File("main.cc", "main"), header_};
    main.made_of = {kMain, kHeader};
    main.texts = {{kMain, kDirectives}, {kHeader, kDirectives}};
    main.by_text = by_text;
    ledger.Add(Unit("main.cc"), main);
    ClangUnitResult other;
    other.asked = "";
    other.files = {File("other.cc", "other")};
    other.again = {ClangFileId(header_)};
    other.made_of = {kOther, kHeader};
    other.texts = {{kOther, kDirectives}};
    other.by_text = by_text;
    ledger.Add(Unit("other.cc"), other);
  }

  bool knows_main() const { return ledger.Knows(Unit("main.cc")); }
  bool knows_other() const { return ledger.Knows(Unit("other.cc")); }

  ClangUnitLedger ledger;

 private:
  const ClangFile header_ = File("x.h", "f");
};

TEST_CASE("units are told by all of their commands") {
  const ClangUnit unit{"a.cc", "/w", {"-DX"}, ClangDepth::kIncludes};
  ClangUnit other = unit;
  CHECK(ClangUnitId(unit) == ClangUnitId(other));
  SUBCASE("flags") { other.flags = {"-DY"}; }
  SUBCASE("directory") { other.directory = "/v"; }
  SUBCASE("file") { other.file = "b.cc"; }
  SUBCASE("depth") { other.depth = ClangDepth::kBases; }
  CHECK(ClangUnitId(unit) != ClangUnitId(other));
}

TEST_CASE("what units say is kept, each content once") {
  Units units;
  const std::string bytes = units.ledger.Pack();
  ClangUnitLedger read(bytes);
  CHECK(read.Knows(Unit("main.cc")));
  CHECK(read.Knows(Unit("other.cc")));
  CHECK_FALSE(read.Knows(Unit("third.cc")));
  CHECK(Said(read) == Said(units.ledger));
  CHECK(Said(read).size() == 3);
  CHECK(read.Pack() == bytes);
}

TEST_CASE("without a unit what it alone has said goes") {
  Units units;
  units.ledger.KeepOnly({Unit("other.cc")});
  CHECK_FALSE(units.knows_main());
  const std::string bytes = units.ledger.Pack();
  ClangUnitLedger read(bytes);
  const auto said = Said(read);
  REQUIRE(said.size() == 2);
  CHECK(said[0].first == "other.cc");
  CHECK(said[1].first == "x.h");
}

TEST_CASE("a unit of which something is not known is not known") {
  Units units;
  ClangUnitResult result;
  result.asked = "";
  result.made_of = {kMain};
  SUBCASE("what it asked") { result.asked.reset(); }
  SUBCASE("what it is made of") { result.made_of.reset(); }
  SUBCASE("made of nothing") { result.made_of->clear(); }
  SUBCASE("what it says") { result.again = {{7, 7}}; }
  units.ledger.Add(Unit("main.cc"), result);
  CHECK_FALSE(units.knows_main());
  CHECK(units.knows_other());
}

TEST_CASE("other texts in files") {
  Units units;
  using Changed = ClangUnitLedger::Changed;
  SUBCASE("of one unit") {
    CHECK(units.ledger.Change({Changed{kMain, {kMain, {}}}}));
    CHECK_FALSE(units.knows_main());
    CHECK(units.knows_other());
  }
  SUBCASE("of both") {
    CHECK(units.ledger.Change({Changed{kHeader, {kMoved, {8, 8}}}}));
    CHECK_FALSE(units.knows_main());
    CHECK_FALSE(units.knows_other());
  }
  SUBCASE("the same directives, in another place of the disk") {
    CHECK(units.ledger.Change({Changed{kHeader, {kMoved, kDirectives}}}));
    CHECK(units.knows_main());
    CHECK(units.knows_other());
    CHECK(units.ledger.TextOf(kHeader) == nullptr);
    REQUIRE(units.ledger.TextOf(kMoved) != nullptr);
    CHECK(*units.ledger.TextOf(kMoved) == kDirectives);
    const std::string bytes = units.ledger.Pack();
    ClangUnitLedger read(bytes);
    CHECK(read.Change({Changed{kMoved, {kMoved, {}}}}));
    CHECK_FALSE(read.Knows(Unit("main.cc")));
  }
  SUBCASE("the places of two files are exchanged") {
    CHECK(units.ledger.Change(
        {Changed{kMain, {kOther, kDirectives}}, Changed{kOther, {kMain, kDirectives}}}));
    CHECK(units.knows_main());
    CHECK(units.ledger.Change({Changed{kOther, {kOther, {}}}}));
    CHECK_FALSE(units.knows_main());
    CHECK(units.knows_other());
  }
  SUBCASE("one file becomes two") {
    CHECK(units.ledger.Change(
        {Changed{kHeader, {kHeader, kDirectives}}, Changed{kHeader, {kMoved, kDirectives}}}));
    CHECK_FALSE(units.knows_main());
  }
  SUBCASE("two become one") {
    CHECK_FALSE(units.ledger.Change({Changed{kMain, {kOther, kDirectives}}}));
  }
  SUBCASE("of which no unit is made") {
    CHECK_FALSE(units.ledger.Change({Changed{kMoved, {kMoved, kDirectives}}}));
  }
}

TEST_CASE("a file of which no unit is made any longer stays known") {
  Units units;
  CHECK(units.ledger.Change({{kMain, {kMoved, {8, 8}}}}));
  CHECK_FALSE(units.knows_main());
  const std::string bytes = units.ledger.Pack();
  ClangUnitLedger read(bytes);
  CHECK(read.Change({{kMoved, {kMoved, {9, 9}}}}));
  CHECK(read.Knows(Unit("other.cc")));
}

TEST_CASE("units that are made of files which nobody looked at") {
  Units units;
  units.ledger.KeepMadeOf({kOther, kHeader});
  CHECK_FALSE(units.knows_main());
  CHECK(units.knows_other());
}

TEST_CASE("a file of which two workers say different texts makes no unit") {
  Units units;
  ClangUnitResult result;
  result.asked = "";
  result.made_of = {kMoved, kHeader};
  result.texts = {{kMoved, {6, 6}}, {kHeader, {7, 7}}};
  units.ledger.Add(Unit("third.cc"), result);
  units.ledger.KeepMadeOf({kMain, kOther, kHeader, kMoved});
  CHECK(units.ledger.empty());
}

TEST_CASE("contents that change under the ledger are not believed") {
  std::string bytes = Units().ledger.Pack();
  ClangUnitLedger read(bytes);
  const size_t at = bytes.find("main.cc");
  REQUIRE(at != std::string::npos);
  bytes[at] = '\0';
  CHECK(read.Pack().empty());
  CHECK(read.Contents().size() == 2);
  CHECK_FALSE(read.Knows(Unit("main.cc")));
  CHECK(read.Knows(Unit("other.cc")));
  CHECK_FALSE(read.Pack().empty());
}

TEST_CASE("a unit that hangs on more than these texts") {
  Units units(false);
  CHECK(units.ledger.Change({{kHeader, {kMoved, kDirectives}}}));
  CHECK_FALSE(units.knows_main());
  CHECK_FALSE(units.knows_other());
}

TEST_CASE("other bytes are nothing, or less") {
  const std::string bytes = Units().ledger.Pack();
  for (size_t size = 0; size < bytes.size(); ++size) {
    CAPTURE(size);
    ClangUnitLedger read(std::string_view(bytes).substr(0, size));
    read.Contents();
    read.Change({{kHeader, {kMoved, {}}}});
    CHECK_FALSE(read.Knows(Unit("main.cc")));
  }
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string other = bytes;
    other[at] = '\xff';
    ClangUnitLedger read(other);
    read.Contents();
    read.Change({{kHeader, {kMoved, {}}}});
    read.Pack();
  }
}

}  // namespace
}  // namespace krepis::analyzer
