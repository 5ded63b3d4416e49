#include "analyzer/facts/capability_table.h"

#include <doctest/doctest.h>

#include <set>

#include "analyzer/config/capability.h"
#include "analyzer/config/toml_document.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

std::string Errors(std::string_view toml) {
  std::string text;
  for (const Error& error : LoadCapabilityTable(toml, "t.toml").errors) {
    text += std::to_string(error.line) + ":" + std::to_string(error.column) + " " + error.message +
            "\n";
  }
  return text;
}

std::string Head(std::string_view rest) {
  return "version = 1\nlanguage = \"typescript\"\n[[use]]\n" + std::string(rest);
}

std::string FirstMatch(const CapabilityTable& table, UseRole role, std::string_view symbol) {
  std::string text;
  table.ForEach(LanguageGroup::kTypeScript, role, symbol,
                [&](const CapabilityRow& row, std::string_view pattern) {
                  text = row.capabilities[0] + " " + std::string(pattern);
                  return true;
                });
  return text;
}

}  // namespace

TEST_CASE("the shipped tables load, and name capabilities of the taxonomy") {
  const CapabilityTable tables = ShippedTables();
  CHECK(tables.size() > 100);
  const std::string text = ReadTestFile(KREPIS_RULES "/sandbox/taxonomy.toml");
  const TomlDocument taxonomy = TomlDocument::Parse(text);
  CHECK(taxonomy.errors().empty());
  std::set<std::string, std::less<>> names;
  for (const TomlNode& entry : taxonomy.root().Find("capability")->value.items) {
    names.insert(entry.Find("name")->value.text);
    const std::string& enforced = entry.Find("enforced")->value.text;
    CHECK((enforced == "kernel" || enforced == "partial" || enforced == "static-only"));
    CHECK(!entry.Find("description")->value.text.empty());
  }
  const auto known = KnownCapabilities();
  CHECK(names == std::set<std::string, std::less<>>(known.begin(), known.end()));
}

TEST_CASE("errors of a table come all at once, each at its place") {
  CHECK(Errors("version = 2\nlanguage = \"go\"\nuses = 1\n") ==
        "1:11 a data file starts with version = 1\n"
        "2:12 language must be \"typescript\", \"rust\" or \"cpp\"\n"
        "3:1 unknown key 'uses'; did you mean \"use\"?\n");
  CHECK(
      Errors(Head("capability = \"fs.raed\"\nsymbols = [\"node/fs#a\", \"reed x#y\", \"fs\"]\n")) ==
      "4:14 unknown capability 'fs.raed'; did you mean \"fs.read\"?\n"
      "5:25 'reed' is no role: call, new, read, write, import, macro or syntax\n"
      "5:37 'fs' is no symbol: write module#name, such as node/fs#readFile, npm/undici#request "
      "or global#fetch\n");
  CHECK(Errors(Head("capability = \"random\"\nsymbols = [\"a#{b,c\", \"a#b}\"]\n")) ==
        "5:12 'a#{b,c': braces that do not match, or more than 1000 symbols\n"
        "5:22 'a#b}': braces that do not match, or more than 1000 symbols\n");
  CHECK(Errors(Head("capability = \"random\"\nsymbols = [\"*#b\"]\n")) ==
        "5:12 '*#b' needs words = […]: what a source that uses it is sure to contain\n");
  CHECK(Errors(Head("capability = \"random\"\nsymbols = [\"a#b\"]\nargument = { kind = \"pth\" }\n"
                    "when = { text = [\"x\"] }\n")) ==
        "6:12 kind must be none, path, url, address, port, name, member or bulk\n"
        "7:8 text, names, constant and computed speak of the argument that `at` gives\n");
  CHECK(Errors("version = 1\nlanguage = \"rust\"\n[[use]]\n") ==
        "3:1 capability is missing\n3:1 symbols is missing\n");
  CHECK(Errors(Head("capability = \"random\"\nsymbols = [\"a#b\"]\nargument = { kind = \"path\", "
                    "at = -1 }\n")) == "6:34 at must be between 0 and 100\n");
  CHECK(!Errors("version = = 1").empty());
}

TEST_CASE("exact symbols come before wildcards, members belong to what is read") {
  CapabilityTableOutcome outcome = LoadCapabilityTable(
      Head("capability = \"fs\"\nsymbols = [\"npm/x#*\"]\n"
           "[[use]]\ncapability = \"fs.read\"\nsymbols = [\"npm/x#{a,b{c,}}\", \"read npm/x#v\"]\n"
           "[[use]]\ncapability = \"net\"\nsymbols = [\"import npm/x\", \"new npm/x#N\"]\n"),
      "t.toml");
  REQUIRE(outcome.errors.empty());
  const CapabilityTable& table = outcome.table;
  CHECK(FirstMatch(table, UseRole::kCall, "npm/x#a") == "fs.read npm/x#a");
  CHECK(FirstMatch(table, UseRole::kCall, "npm/x#bc") == "fs.read npm/x#bc");
  CHECK(FirstMatch(table, UseRole::kCall, "npm/x#b") == "fs.read npm/x#b");
  CHECK(FirstMatch(table, UseRole::kCall, "npm/x#other") == "fs npm/x#*");
  CHECK(FirstMatch(table, UseRole::kCall, "npm/x#N") == "fs npm/x#*");
  CHECK(FirstMatch(table, UseRole::kNew, "npm/x#N") == "net npm/x#N");
  CHECK(FirstMatch(table, UseRole::kNew, "npm/x#a") == "fs.read npm/x#a");
  CHECK(FirstMatch(table, UseRole::kRead, "npm/x#v.w.z") == "fs.read npm/x#v");
  CHECK(FirstMatch(table, UseRole::kRead, "npm/x#vv") == "");
  CHECK(FirstMatch(table, UseRole::kWrite, "npm/x#v") == "");
  CHECK(FirstMatch(table, UseRole::kImport, "npm/x") == "net npm/x");
  CHECK(table.KnowsRoot(LanguageGroup::kTypeScript, "npm/x"));
  CHECK(!table.KnowsRoot(LanguageGroup::kRust, "npm/x"));
  CHECK(table.MayMatch(LanguageGroup::kTypeScript, "require('x')"));
  CHECK(!table.MayMatch(LanguageGroup::kTypeScript, "require('xy')"));
}

TEST_CASE("tables are appended behind each other") {
  CapabilityTableOutcome own =
      LoadCapabilityTable(Head("capability = \"net\"\nsymbols = [\"global#fetch\"]\n"), "own.toml");
  CapabilityTable tables = std::move(own.table);
  tables.Append(ShippedTables());
  CHECK(FirstMatch(tables, UseRole::kCall, "global#fetch") == "net global#fetch");
  CHECK(FirstMatch(tables, UseRole::kCall, "node/fs#rm") == "fs.delete node/fs#rm");
}

}  // namespace krepis::analyzer
