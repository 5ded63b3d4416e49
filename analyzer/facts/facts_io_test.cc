#include "analyzer/facts/facts_io.h"

#include <doctest/doctest.h>

#include <random>

#include "krepis/v1/facts.pb.h"

namespace krepis::analyzer {
namespace {

Location Place(uint32_t n) { return {{n, n + 1}, {n + 2, n + 3}, {n + 4, n + 5}}; }

FileFacts Sample() {
  FileFacts facts;
  facts.language = Language::kRust;
  facts.source_bytes = 100;
  facts.error_nodes = 2;
  facts.first_error = Place(1);
  facts.imports.push_back({.kind = EdgeKind::kUse,
                           .specifier = "crate::a",
                           .location = Place(10),
                           .statement = Place(9),
                           .resolved = "src/a.rs",
                           .scope = "m",
                           .system = true,
                           .reexport = true,
                           .glob = true,
                           .computed = true,
                           .test_only = true,
                           .extern_crate = true,
                           .names = {{"a", "b"}, {"c", "c"}}});
  ImportFact& bare = facts.imports.emplace_back();
  bare.kind = EdgeKind::kFfi;
  bare.location = bare.statement = Place(20);
  facts.mods.push_back({"m", "n", "x.rs", true, true, Place(30)});
  facts.capabilities.push_back(
      {"fs.read", "a\x1b[1m", "std::fs::read", "f", Confidence::kUnknown, Place(40), true});
  facts.capabilities.push_back(
      {"fs.read", "", "std::fs::read", "", Confidence::kDirect, Place(41), false});
  facts.capabilities.push_back(
      {"net", std::nullopt, "", "", Confidence::kDirect, Place(42), false});
  facts.suppressions.push_back({"a/b", "2027-01-01", "because", true, Place(50), "broken"});
  facts.contracts.push_back(
      {"contract/next-twice", "f", "express", Place(60), Place(61), "next()"});
  return facts;
}

constexpr std::string_view kDump =
    "rust 100 bytes, 2 regions that could not be parsed, the first at 3:4\n"
    "use crate::a 12:13 -> src/a.rs in m system reexport glob computed test extern-crate a=b c\n"
    "ffi 22:23\n"
    "mod m 32:33 in n path x.rs inline test\n"
    "capability fs.read(a\\x1b[1m) std::fs::read 42:43 in f unknown test\n"
    "capability fs.read() std::fs::read 43:44 direct\n"
    "capability net  44:45 direct\n"
    "suppression-of-file a/b 52:53 until 2027-01-01 why because problem: broken\n"
    "contract/next-twice 62:63 after 63:64 in f by express text next()\n";

}  // namespace

TEST_CASE("facts survive serialisation, also through the schema's own classes") {
  const FileFacts facts = Sample();
  CHECK(DumpFacts(facts) == kDump);
  const std::string bytes = SerializeFacts(facts);
  const auto read = ReadFacts(bytes);
  REQUIRE(read.ok());
  CHECK(DumpFacts(*read) == kDump);
  CHECK(SerializeFacts(*read) == bytes);
  krepis::v1::FileFacts message;
  REQUIRE(message.ParseFromString(bytes));
  CHECK(message.language() == krepis::v1::LANGUAGE_RUST);
  CHECK(message.imports(0).kind() == krepis::v1::EDGE_KIND_USE);
  CHECK(message.imports(0).names(0).local() == "b");
  CHECK(message.capabilities(1).has_argument());
  CHECK(!message.capabilities(2).has_argument());
  CHECK(message.contracts(0).location().line() == 62);
  CHECK(message.GetReflection()->GetUnknownFields(message).empty());
  const auto again = ReadFacts(message.SerializeAsString());
  REQUIRE(again.ok());
  CHECK(DumpFacts(*again) == kDump);
}

TEST_CASE("bytes that are no facts are refused, whatever the damage") {
  const std::string bytes = SerializeFacts(Sample());
  CHECK(!ReadFacts("").ok());
  CHECK(!ReadFacts("garbage").ok());
  krepis::v1::FileFacts message;
  REQUIRE(message.ParseFromString(bytes));
  message.set_schema(2);
  CHECK(!ReadFacts(message.SerializeAsString()).ok());
  message.set_schema(1);
  message.mutable_imports(0)->set_kind(static_cast<krepis::v1::EdgeKind>(99));
  CHECK(!ReadFacts(message.SerializeAsString()).ok());
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    std::string broken = bytes;
    broken[random() % broken.size()] = static_cast<char>(random());
    if (random() % 4 == 0) broken.resize(random() % broken.size());
    const auto read = ReadFacts(broken);
    if (read.ok()) CHECK(!DumpFacts(*read).empty());
  }
}

TEST_CASE("facts as JSON") {
  FileFacts facts;
  facts.language = Language::kTypeScript;
  facts.capabilities.push_back({"fs.read",
                                "a",
                                "node/fs#readFile",
                                "f",
                                Confidence::kDirect,
                                {{1, 2}, {1, 2}, {1, 4}},
                                false});
  std::string text;
  JsonWriter json(&text, JsonWriter::Layout::kCompact);
  WriteFacts(facts, json);
  CHECK(json.complete());
  CHECK(text ==
        R"({"schema":"krepis.facts/1","language":"typescript","source_bytes":0,"capabilities":[)"
        R"({"capability":"fs.read","argument":"a","symbol":"node/fs#readFile","function":"f",)"
        R"("confidence":"direct","location":{"start":1,"length":2,"line":1,"column":2,)"
        R"("end_line":1,"end_column":4}}]})");
}

}  // namespace krepis::analyzer
