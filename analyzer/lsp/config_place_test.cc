#include "analyzer/lsp/config_place.h"

#include <doctest/doctest.h>

#include <string>

namespace krepis::analyzer {
namespace {

/// The place of '|' in a text.
ConfigPlace At(std::string text) {
  const size_t at = text.find('|');
  REQUIRE(at != std::string::npos);
  text.erase(at, 1);
  static std::string kept;
  kept = text;
  return FindConfigPlace(kept, static_cast<uint32_t>(at));
}

TEST_CASE("headers, keys and values know their table") {
  ConfigPlace place = At("[modules.co|re]\nfiles = []\n");
  CHECK(place.kind == ConfigPlace::Kind::kHeader);
  CHECK(place.text == "core");
  place = At("[modules.core]\nfi|les = []\n");
  CHECK(place.kind == ConfigPlace::Kind::kKey);
  REQUIRE(place.key != nullptr);
  CHECK(place.key->name == "files");
  place = At("[modules.core]\nvisible_to = [\"a\", \"b|c\"]\n");
  CHECK(place.kind == ConfigPlace::Kind::kValue);
  CHECK(place.in_string);
  CHECK(place.text == "bc");
  CHECK(place.key->name == "visible_to");
  place = At("[[rules]]\nid = \"x\"\ndeny = { from = \"a\", to = [\"b\", \"|\"] }\n");
  CHECK(place.table == &config_keys::kDeny);
  CHECK(place.key->name == "to");
  CHECK(place.text.empty());
  place = At("[[rules]]\ndeny = { from = \"a\", t|\n");
  CHECK(place.table == &config_keys::kDeny);
  CHECK(place.kind == ConfigPlace::Kind::kKey);
  place = At("[[rules]]\ncycles = { level = \"file\" }\nre|ach = \"direct\"\n");
  CHECK(place.table == &config_keys::kRule);
  place = At("[ordering.stages.auth]\nma|\n");
  CHECK(place.table == &config_keys::kStage);
  place = At("[sandbox.core]\n|\nallow = []\n");
  CHECK(place.table == &config_keys::kSandboxModule);
  CHECK(place.kind == ConfigPlace::Kind::kKey);
  place = At("workspace.unclass|ified = \"error\"\n");
  CHECK(place.kind == ConfigPlace::Kind::kKey);
  place = At("workspace.unclassified = \"err|or\"\n");
  REQUIRE(place.key != nullptr);
  CHECK(place.key->words.size() == 3);
}

TEST_CASE("places that are nothing, and texts that are none") {
  CHECK(At("# a com|ment\n").kind == ConfigPlace::Kind::kNothing);
  CHECK(At("a = 1 # a com|ment\n").kind == ConfigPlace::Kind::kNothing);
  CHECK(At("[nowhere.at.all]\nk|ey = 1\n").table == nullptr);
  for (const char* text :
       {"|", "[|", "[[|", "=|", "a = {|", "a = \"|", "a = [[[[[|", "}|", "\"|", "]|]"}) {
    At(text);
  }
  At("[[rules]]\ndeny = " + std::string(1000, '{') + "|");
}

TEST_CASE("the schema describes every key") {
  for (const ConfigTable* table : config_keys::All()) {
    for (const ConfigKey& key : table->keys) {
      CAPTURE(table->name);
      CAPTURE(key.name);
      CHECK_FALSE(DescribeKey(*table, key.name).empty());
    }
  }
  CHECK(DescribeKey(config_keys::kRule, "nothing").empty());
}

}  // namespace
}  // namespace krepis::analyzer
