#include "analyzer/report/module_map.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/report/html_data.h"
#include "analyzer/report/html_findings.h"
#include "analyzer/report/module_groups.h"
#include "analyzer/report/module_layout.h"

namespace krepis::analyzer {
namespace {

/// A map of modules that are one file each, and of what imports what.
ModuleMap MapOf(const std::vector<std::string>& names,
                const std::vector<std::pair<uint32_t, uint32_t>>& imports) {
  ModuleMap map;
  for (const std::string& name : names) {
    map.files.push_back({name + "/a.ts", static_cast<uint32_t>(map.modules.size())});
    ModuleMap::Module& module = map.modules.emplace_back();
    module.name = name;
    module.files = 1;
  }
  for (const auto& [from, to] : imports) map.imports.push_back({from, to, 7, EdgeKind::kImport});
  return map;
}

ModuleLayout LayOut(const ModuleMap& map) {
  return LayOut(map, PlaceFindings(map, {}).dependencies);
}

std::vector<uint32_t> RanksOf(const ModuleMap& map) {
  std::vector<uint32_t> ranks;
  for (const ModuleLayout::Place& place : LayOut(map).places) ranks.push_back(place.rank);
  return ranks;
}

std::vector<std::string> Names(size_t count, const std::string& before) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) names.push_back(before + std::to_string(1000 + i));
  return names;
}

/// How many nodes a picture of closed groups has.
size_t Drawn(const ModuleMap& map, const std::vector<ModuleGroup>& groups) {
  size_t hidden = 0;
  for (const ModuleGroup& group : groups) hidden += group.members.size() - 1;
  return map.modules.size() - hidden;
}

TEST_CASE("what uses something stands above it") {
  CHECK(RanksOf(MapOf({"a", "b", "c", "d"}, {{0, 1}, {1, 2}, {0, 2}})) ==
        std::vector<uint32_t>{0, 1, 2, 3});
  CHECK(RanksOf(MapOf({}, {})).empty());
  CHECK(RanksOf(MapOf({"a"}, {})) == std::vector<uint32_t>{0});
}

TEST_CASE("of a cycle the lighter way leads up") {
  // b -> a is one import, a -> b are two.
  CHECK(RanksOf(MapOf({"a", "b"}, {{0, 1}, {0, 1}, {1, 0}})) == std::vector<uint32_t>{0, 1});
  CHECK(RanksOf(MapOf({"a", "b"}, {{0, 1}, {1, 0}, {1, 0}})) == std::vector<uint32_t>{1, 0});
}

TEST_CASE("layers are ranks; what stands in none follows") {
  ModuleMap map = MapOf({"low", "free", "high", "below-free"}, {{0, 2}, {2, 0}, {1, 3}, {1, 0}});
  map.rows = {"high", "nobody", "low"};
  map.modules[0].row = 2;
  map.modules[2].row = 0;
  const ModuleLayout layout = LayOut(map);
  CHECK(layout.ranks == std::vector<std::string>{"high", "low", "in no layer", ""});
  CHECK(RanksOf(map) == std::vector<uint32_t>{1, 2, 0, 3});
  CHECK(layout.order == std::vector<uint32_t>{2, 0, 1, 3});
}

TEST_CASE("a matrix has users before what they use") {
  const ModuleMap map = MapOf({"d", "c", "b", "a"}, {{3, 2}, {2, 1}, {1, 0}, {3, 0}});
  CHECK(LayOut(map).order == std::vector<uint32_t>{3, 2, 1, 0});
}

TEST_CASE("few modules are drawn one by one, but families can be closed") {
  ModuleMap map = MapOf({"app:a", "app:b", "core"}, {{0, 2}});
  map.modules[0].family = map.modules[1].family = "app";
  const ModuleLayout layout = LayOut(map);
  REQUIRE(layout.groups.size() == 1);
  CHECK(layout.groups[0].name == "app:*");
  CHECK(layout.groups[0].open);
  CHECK(layout.places[2].group == ModuleMap::kNone);
}

TEST_CASE("many modules are drawn in groups, however they are called") {
  std::vector<std::string> mixed = Names(150, "packages/");
  for (std::string& name : Names(150, "crates/deep/down/")) mixed.push_back(std::move(name));
  mixed.push_back("tools/x");
  std::vector<std::string> words;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'k'; ++b) words.push_back(std::string{a, b});
  }
  for (const std::vector<std::string>& names :
       {Names(400, "m"), Names(400, "x/y/"), mixed, words}) {
    CAPTURE(names.front());
    const ModuleMap map = MapOf(names, {});
    const std::vector<ModuleGroup> groups = GroupModules(map, ModuleLayout::kReadable);
    CHECK(Drawn(map, groups) <= ModuleLayout::kReadable);
    CHECK(Drawn(map, groups) > 2);
    std::set<uint32_t> members;
    for (const ModuleGroup& group : groups) {
      CHECK(group.members.size() > 1);
      for (const uint32_t member : group.members) CHECK(members.insert(member).second);
    }
  }
}

TEST_CASE("no group spans two layers") {
  ModuleMap map = MapOf(Names(100, "app:"), {});
  map.rows = {"a", "b"};
  for (uint32_t i = 0; i < 100; ++i) {
    map.modules[i].family = "app";
    map.modules[i].row = i % 2;
  }
  const std::vector<ModuleGroup> groups = GroupModules(map, 60);
  REQUIRE(groups.size() == 2);
  for (const ModuleGroup& group : groups) {
    for (const uint32_t member : group.members)
      CHECK(map.modules[member].row == map.modules[group.members.front()].row);
  }
}

Diagnostic Finding(std::string rule, std::string path, std::string from, std::string to) {
  Diagnostic violation;
  violation.rule = std::move(rule);
  violation.path = std::move(path);
  violation.from = std::move(from);
  violation.to = std::move(to);
  return violation;
}

TEST_CASE("findings are placed on what they are about") {
  const ModuleMap map = MapOf({"a", "b", "c"}, {{0, 1}, {1, 2}, {2, 0}});
  Report report;
  report.violations = {Finding("layering/deny", "a/a.ts", "a/a.ts", "b/a.ts"),
                       Finding("layering/deny", "a/a.ts", "a/a.ts", "c/a.ts"),
                       Finding("sandbox/capability", "b/a.ts", "b", "net"),
                       Finding("layering/cycle", "a/a.ts", "a", "b"),
                       Finding("layering/unresolved", "", "", "")};
  report.violations[3].evidence = {{"b/a.ts", {}, ""}, {"c/a.ts", {}, ""}, {"a/a.ts", {}, ""}};
  const ModuleFindings placed = PlaceFindings(map, report);
  CHECK(placed.modules_of ==
        std::vector<std::vector<uint32_t>>{{0, 1}, {0, 2}, {1}, {0, 1, 2}, {}});
  REQUIRE(placed.dependencies.size() == 4);
  CHECK(placed.dependencies[0].violations == std::vector<uint32_t>{0, 3});
  CHECK(placed.dependencies[1].imports.empty());  // a -> c: nobody imports it
  CHECK(placed.dependencies[1].violations == std::vector<uint32_t>{1});
  CHECK(placed.dependencies[2].violations == std::vector<uint32_t>{3});
  CHECK(placed.dependencies[3].violations == std::vector<uint32_t>{3});
}

TEST_CASE("places that are named from elsewhere on are still the files'") {
  ModuleMap map = MapOf({"a", "b"}, {});
  map.place_prefix = "services/shop/";
  Report report;
  report.violations = {Finding("contract/next-twice", "services/shop/b/a.ts", "f", "next()")};
  CHECK(PlaceFindings(map, report).modules_of == std::vector<std::vector<uint32_t>>{{1}});
}

TEST_CASE("what the script gets is what the map holds") {
  ModuleMap map = MapOf({"b", "a</script>\xE2\x80\xAE"}, {{1, 0}});
  for (int i = 0; i < 500; ++i) map.imports.push_back({1, 0, 8, EdgeKind::kType});
  map.files.push_back({"loose.ts", ModuleMap::kNone});
  Report report;
  report.violations = {Finding("layering/deny", map.files[1].path, map.files[1].path, "b/a.ts")};
  const ModuleFindings placed = PlaceFindings(map, report);
  const std::string text =
      HtmlData(map, LayOut(map, placed.dependencies), placed, report, ListedFindings(report));
  CHECK(text.find('<') == text.npos);
  const auto data = nlohmann::json::parse(text);
  CHECK(data["modules"][0]["name"] == "a</script>\\u{202e}");
  CHECK(data["modules"][0]["rank"] == 0);
  CHECK(data["modules"][0]["findings"] == 1);
  CHECK(data["modules"][1]["name"] == "b");
  CHECK(data["outside"] == 1);
  const auto& dependency = data["dependencies"][0];
  CHECK(dependency[0] == 0);
  CHECK(dependency[1] == 1);
  CHECK(dependency[2] == 501);
  CHECK(dependency[3] == nlohmann::json::array({0}));
  CHECK(dependency[4].size() == 4 * 300);
  CHECK(data["files"][dependency[4][0].get<size_t>()] == "a</script>\\u{202e}/a.ts");
  CHECK(dependency[4][3] == -1);
  CHECK(data["kinds"] == nlohmann::json::array({"import", "type"}));
}

TEST_CASE("a layout of many modules is the same each time") {
  std::vector<std::pair<uint32_t, uint32_t>> imports;
  for (uint32_t i = 0; i < 3'000; ++i) imports.emplace_back(i * 7 % 500, i * i % 500);
  std::erase_if(imports, [](const auto& pair) { return pair.first == pair.second; });
  const ModuleMap map = MapOf(Names(500, "m"), imports);
  const ModuleLayout layout = LayOut(map);
  CHECK(layout.order == LayOut(map).order);
  std::vector<uint32_t> sorted = layout.order;
  std::sort(sorted.begin(), sorted.end());
  std::vector<uint32_t> all(500);
  std::iota(all.begin(), all.end(), 0);
  CHECK(sorted == all);
}

}  // namespace
}  // namespace krepis::analyzer
