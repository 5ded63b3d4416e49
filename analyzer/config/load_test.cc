#include "analyzer/config/load.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/config/example_config_for_test.h"

namespace krepis::analyzer {
namespace {

Config Loaded(std::string_view text) {
  ConfigOutcome outcome = LoadConfig(text, "krepis.toml");
  for (const Error& error : outcome.errors) {
    FAIL_CHECK(error.line << ":" << error.column << " " << error.message);
  }
  REQUIRE(outcome.ok());
  return *std::move(outcome.config);
}

uint32_t LineOf(std::string_view text, std::string_view what) {
  const std::string_view before = text.substr(0, text.find(what));
  return 1 + static_cast<uint32_t>(std::count(before.begin(), before.end(), '\n'));
}

}  // namespace

TEST_CASE("the documented example loads into the documented model") {
  const Config config = Loaded(kExampleConfig);
  CHECK(config.path == "krepis.toml");

  CHECK(config.workspace.exclude.size() == 2);
  CHECK(config.workspace.exclude[1].glob.pattern() == "**/*.gen.ts");
  CHECK(config.workspace.unclassified->value == Severity::kError);
  CHECK(config.workspace.unresolved->max == 0);
  CHECK(config.workspace.unresolved->level == Severity::kError);
  REQUIRE(config.workspace.languages.size() == 3);
  CHECK(config.workspace.languages[0].value == LanguageGroup::kCpp);
  CHECK(config.workspace.entries[0].glob.pattern() == "apps/*/src/main.ts");
  CHECK(!config.workspace.tests);
  CHECK(config.cpp.compile_commands[0].glob.pattern() == "build/*/compile_commands.json");
  CHECK(config.cpp.include_roots[0].value == "packages/native/include");
  CHECK(config.limits.file_bytes == 10'000'000);
  CHECK(!config.limits.unknown);
  REQUIRE(config.severity.size() == 1);
  CHECK(config.severity[0].kind == SeverityEntry::Kind::kRule);

  REQUIRE(config.modules.size() == 4);
  const ModuleConfig& app = config.modules[0];
  CHECK(app.name.value == "app");
  CHECK(app.captures == std::vector<std::string>{"name"});
  CHECK(!app.has_public);
  CHECK(app.location.begin == Position{LineOf(kExampleConfig, "[modules.app]"), 1});
  CHECK(config.FindModule("core")->tags[0].value == "ts");
  CHECK(config.FindModule("core")->public_files.size() == 1);
  CHECK(config.FindModule("sknul")->visible_to[0].name == "core");

  REQUIRE(config.layers.order.size() == 3);
  const LayerRow& peers = config.layers.order[2];
  REQUIRE(peers.groups.size() == 2);
  CHECK(peers.groups[1].members[0].name == "native");
  CHECK(peers.groups[1].members[0].location.begin ==
        Position{LineOf(kExampleConfig, "order = ["), 34});
  CHECK(config.layers.closed[0].name == "core");

  REQUIRE(config.rules.size() == 3);
  const RuleConfig& islands = config.rules[0];
  CHECK(islands.id.value == "apps-are-islands");
  CHECK(islands.verb == RuleVerb::kDeny);
  CHECK(islands.from[0].arguments[0].kind == Selector::Argument::Kind::kVariable);
  CHECK(islands.to[0].arguments[0].kind == Selector::Argument::Kind::kNotVariable);
  CHECK(islands.because == "apps are deployed separately");
  CHECK(islands.fix == "move the shared part to packages/core");
  CHECK(islands.edges == EdgeKindSet::Default());
  CHECK(islands.reach == Reach::kDirect);
  CHECK(islands.location.begin.line == LineOf(kExampleConfig, "[[rules]]"));
  const RuleConfig& pure = config.rules[1];
  CHECK(pure.to.size() == 2);
  CHECK(pure.to[1].ecosystem == "npm");
  CHECK(pure.except[0].name == "zod");
  CHECK(pure.edges == EdgeKindSet::Runtime());
  CHECK(pure.reach == Reach::kTransitive);
  CHECK(pure.severity == Severity::kWarning);
  CHECK(config.rules[2].verb == RuleVerb::kCycles);
  CHECK(config.rules[2].level == CycleLevel::kFile);
  CHECK(config.rules[2].within[0].kind == Selector::Kind::kAny);

  CHECK(config.ordering.present);
  CHECK(config.ordering.presets->at(1).value == "express");
  CHECK(config.ordering.stages[0].name.value == "auth");
  CHECK(config.ordering.stages[0].match[2].package == "npm/passport");
  CHECK(config.ordering.stages[0].match[2].symbol == "*");
  CHECK(config.ordering.rules[0].verb == OrderingVerb::kBefore);
  CHECK(config.ordering.rules[0].stages[1].value == "transaction");
  CHECK(config.ordering.rules[1].routes[0].Match("GET", "/api/x"));
  CHECK(config.ordering.rules[1].except[0].Match("GET", "/api/health"));

  CHECK(config.sandbox.present);
  CHECK(!config.sandbox.default_allow);
  CHECK(config.sandbox.confidence == Confidence::kDispatch);
  REQUIRE(config.sandbox.modules.size() == 2);
  CHECK(config.sandbox.modules[0].allow[0].capability == "fs.read");
  CHECK(config.sandbox.modules[0].allow[0].argument == "config/**");
  CHECK(config.sandbox.modules[1].allow[1].argument == "*:443");
  CHECK(config.sandbox.modules[1].seals[0].capability == "fs.write");

  REQUIRE(config.exceptions.size() == 1);
  CHECK(config.exceptions[0].from[0].selector->name == "app");
  CHECK(config.exceptions[0].until->value == Date{2027, 3, 31});
  CHECK(config.exceptions[0].owner == "@checkout");
}

TEST_CASE("defaults hold for an empty file and without one") {
  const Config config = Loaded("");
  CHECK(config.limits.file_ms == 10'000);
  CHECK(config.sandbox.default_allow);
  CHECK(!config.sandbox.present);
  CHECK(!config.ordering.presets);
  CHECK(config.SeverityOf("layering/orphan") == Severity::kWarning);
  CHECK(config.SeverityOf("sandbox/unknown") == Severity::kOff);
  CHECK(DefaultConfig().path.empty());
  CHECK(DefaultConfig().limits.file_bytes == config.limits.file_bytes);
  CHECK(DefaultConfig().modules.empty());
}

TEST_CASE("verbs have their own defaults") {
  const Config config = Loaded(R"(
[modules.a]
files = ["a/**"]
[[rules]]
id = "r1"
require = { from = "a", to = "ext:npm/*" }
[[rules]]
id = "r2"
require = { from = "a", to = "a" }
reach = "direct"
[[rules]]
id = "r3"
orphans = {}
edges = ["static", "call"]
[[rules]]
id = "r4"
deny = { from = ["a"], capability = ["net", "fs.read:/etc/**"] }
reach = "transitive"
[[rules]]
id = "r5"
allow_only = { from = "a", to = [] }
optional = true
)");
  REQUIRE(config.rules.size() == 5);
  CHECK(config.rules[0].reach == Reach::kTransitive);
  CHECK(config.rules[1].reach == Reach::kDirect);
  CHECK(config.rules[2].within[0].kind == Selector::Kind::kAny);
  CHECK(config.rules[2].edges.Has(EdgeKind::kCall));
  CHECK(!config.rules[2].edges.Has(EdgeKind::kDynamic));
  CHECK(config.rules[3].verb == RuleVerb::kDenyCapability);
  CHECK(config.rules[3].capabilities[1].argument == "/etc/**");
  CHECK(config.rules[3].reach == Reach::kTransitive);
  CHECK(config.rules[4].to.empty());
  CHECK(config.rules[4].optional);
}

TEST_CASE("severities go from the most specific statement to the least") {
  const Config config = Loaded(R"(
[workspace]
unclassified = "allow"
unresolved = { max = 3 }
[severity]
"layering/*" = "warning"
"layering/deny" = "error"
"ordering/*" = "off"
own = "off"
[[rules]]
id = "own"
cycles = {}
)");
  CHECK(config.SeverityOf("layering/cycle", "own", Severity::kError) == Severity::kOff);
  CHECK(config.SeverityOf("layering/deny", "other", Severity::kWarning) == Severity::kWarning);
  CHECK(config.SeverityOf("layering/deny") == Severity::kError);
  CHECK(config.SeverityOf("layering/order") == Severity::kWarning);
  CHECK(config.SeverityOf("layering/unclassified") == Severity::kOff);
  CHECK(config.SeverityOf("ordering/before") == Severity::kOff);
  CHECK(config.SeverityOf("contract/next-twice") == Severity::kError);
  CHECK(config.workspace.unresolved->max == 3);
  CHECK(!config.workspace.unresolved->level);
}

TEST_CASE("a layer's row is read with the comma before the bar") {
  const Config config = Loaded(R"(
[modules]
a = { files = ["a/**"] }
b = { files = ["b/{x}/**"] }
c = { files = ["c/**"] }
[layers]
order = ["a,b:one|c", " b:two "]
)");
  REQUIRE(config.layers.order.size() == 2);
  const LayerRow& row = config.layers.order[0];
  REQUIRE(row.groups.size() == 2);
  REQUIRE(row.groups[0].members.size() == 2);
  CHECK(row.groups[0].members[1].text == "b:one");
  CHECK(row.groups[0].members[1].location.begin == Position{7, 13});
  CHECK(row.groups[1].members[0].name == "c");
  CHECK(config.layers.order[1].groups[0].members[0].location.begin == Position{7, 25});
}

TEST_CASE("the sides of an exception are what its rule speaks of") {
  const Config config = Loaded(R"(
[modules.core]
files = ["core/**"]
[[ordering.rules]]
id = "auth-first"
first = "auth"
[[exceptions]]
rule = "auth-first"
from = "GET /health"
to = "auth"
why = "open on purpose"
[[exceptions]]
rule = "sandbox/capability"
from = ["core"]
to = "fs.read:/etc/**"
why = "x"
[[exceptions]]
rule = "layering/unresolved"
to = "./gone"
why = "x"
[[exceptions]]
rule = "layering/deny"
from = "path:core/*.ts"
to = "ext:npm/zod"
why = "x"
optional = true
)");
  using Kind = ExceptionSide::Kind;
  CHECK(config.exceptions[0].from[0].kind == Kind::kRoute);
  CHECK(config.exceptions[0].from[0].route->Match("GET", "/health"));
  CHECK(config.exceptions[0].to[0].kind == Kind::kText);
  CHECK(config.exceptions[1].from[0].selector->name == "core");
  CHECK(config.exceptions[1].to[0].capability->argument == "/etc/**");
  CHECK(config.exceptions[2].to[0].text == "./gone");
  CHECK(config.exceptions[2].to[0].kind == Kind::kText);
  CHECK(config.exceptions[3].to[0].selector->name == "zod");
  CHECK(config.exceptions[3].optional);
}

}  // namespace krepis::analyzer
