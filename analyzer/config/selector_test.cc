#include "analyzer/config/selector.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "analyzer/config/capability.h"
#include "analyzer/config/ordering_config.h"
#include "analyzer/config/suggest.h"

namespace krepis::analyzer {
namespace {

Selector Parsed(std::string_view text) {
  Result<Selector> selector = ParseSelector(text);
  INFO(text << ": " << (selector.ok() ? "" : selector.error().message));
  REQUIRE(selector.ok());
  CHECK(selector->text == text);
  return *selector;
}

Grant ParsedGrant(std::string_view text) {
  Result<Grant> grant = ParseGrant(text);
  INFO(text << ": " << (grant.ok() ? "" : grant.error().message));
  REQUIRE(grant.ok());
  return *grant;
}

RoutePattern Route(std::string_view text) {
  Result<RoutePattern> route = RoutePattern::Parse(text);
  INFO(text << ": " << (route.ok() ? "" : route.error().message));
  REQUIRE(route.ok());
  return *route;
}

}  // namespace

TEST_CASE("selectors parse into what they speak of") {
  using Kind = Selector::Kind;
  using ArgumentKind = Selector::Argument::Kind;
  CHECK(Parsed("*").kind == Kind::kAny);
  CHECK(Parsed("core").kind == Kind::kModule);
  CHECK(Parsed("core").arguments.empty());
  CHECK(Parsed("app:shop").arguments[0].text == "shop");
  CHECK(Parsed("app:{name}").arguments[0].kind == ArgumentKind::kVariable);
  CHECK(Parsed("app:!{name}").arguments[0].kind == ArgumentKind::kNotVariable);
  CHECK(Parsed("app:!{name}").Variables() == std::vector<std::string>{"name"});
  CHECK(Parsed("app:a:{b}").arguments.size() == 2);
  CHECK(Parsed("tag").kind == Kind::kModule);
  CHECK(Parsed("tag:a b").name == "a b");
  CHECK(Parsed("path:a/{x}/*").Variables() == std::vector<std::string>{"x"});
  CHECK(Parsed("ext:npm/@scope/name").name == "@scope/name");
  CHECK(Parsed("ext:std/*").ecosystem == "std");
  CHECK(Parsed("ext:*").ecosystem == "*");
  CHECK(Parsed("ext:*/lodash").name == "lodash");
  CHECK(Parsed("ext:sys/sys/types.h").name == "sys/types.h");
  CHECK(Parsed("*").IsModuleLevel());
  CHECK(!Parsed("path:a").IsModuleLevel());
}

TEST_CASE("a wrong selector is refused at its byte") {
  struct Case {
    std::string_view text;
    uint32_t column;
  };
  for (const Case& c : std::vector<Case>{{"", 1},
                                         {"a b", 1},
                                         {"src/**", 1},
                                         {"app:", 5},
                                         {"app::x", 5},
                                         {"app:!x", 5},
                                         {"app:{x", 5},
                                         {"app:x{y}", 5},
                                         {"app:*", 5},
                                         {"tag:", 5},
                                         {"path:/a", 6},
                                         {"path:a/{x", 8},
                                         {"ext:npm", 8},
                                         {"ext:npm/", 9},
                                         {"ext:nmp/x", 5},
                                         {"ext:npm/{x}", 9}}) {
    INFO(c.text);
    const Result<Selector> selector = ParseSelector(c.text);
    REQUIRE(!selector.ok());
    CHECK(selector.error().column == c.column);
  }
}

TEST_CASE("an external's name splits into ecosystem and name") {
  CHECK(ParseExternal("ext:npm/@a/b")->ecosystem == "npm");
  CHECK(ParseExternal("ext:npm/@a/b")->name == "@a/b");
  CHECK(!ParseExternal("src/ext:npm/x"));
  CHECK(!ParseExternal("ext:npm"));
}

TEST_CASE("a grant covers the capabilities below it, and arguments as its domain matches them") {
  CHECK(CapabilityCovers("fs", "fs.read"));
  CHECK(!CapabilityCovers("fs.read", "fs"));
  CHECK(!CapabilityCovers("fs.re", "fs.read"));
  CHECK(IsKnownCapability("fs"));
  CHECK(IsKnownCapability("fs.read"));
  CHECK(!IsKnownCapability("fs.rea"));
  CHECK(IsGatedByDefault("net.dns"));
  CHECK(IsGatedByDefault("code.native"));
  CHECK(!IsGatedByDefault("fs.stat"));
  CHECK(!IsGatedByDefault("code.reflect"));
  CHECK(!IsGatedByDefault("time.read"));

  struct Case {
    std::string_view grant;
    std::string_view capability;
    std::optional<std::string_view> argument;
    bool covers;
  };
  for (const Case& c : std::vector<Case>{
           {"fs", "fs.read", "a/b", true},
           {"fs", "fs.read", std::nullopt, true},
           {"fs.read", "fs.write", "a", false},
           {"fs.read:config/**", "fs.read", "config/a/b.toml", true},
           {"fs.read:config/**", "fs.read", "etc/a", false},
           {"fs.read:config/**", "fs.read", std::nullopt, false},
           {"fs.read:config/**", "fs.read", "/config/a", false},
           {"fs.read:/etc/**", "fs.read", "/etc/passwd", true},
           {"fs.read:/etc/**", "fs.read", "etc/passwd", false},
           {"fs.read:/", "fs.read", "/", true},
           {"fs:*", "fs.read", "a/b", false},
           {"env.read:KREPIS_*", "env.read", "KREPIS_HOME", true},
           {"env.read:KREPIS_*", "env.read", "HOME", false},
           {"env.read:KREPIS_*", "env.read", std::nullopt, false},
           {"net.connect:*:443", "net.connect", "a.example:443", true},
           {"net.connect:*:443", "net.connect", "a.example:80", false},
       }) {
    INFO(c.grant << " for " << c.capability << " of " << c.argument.value_or("?"));
    CHECK(GrantCovers(ParsedGrant(c.grant), c.capability, c.argument) == c.covers);
  }
  for (const std::string_view wrong : {"", "fs.", ".fs", "fs..read", "FS", "fs.read:",
                                       "fs.read:../x", "fs.read:a//b", "fs.read:{x}", "fs read"}) {
    INFO(wrong);
    CHECK(!ParseGrant(wrong).ok());
  }
}

TEST_CASE("route patterns match paths and methods") {
  struct Case {
    std::string_view pattern;
    std::string_view method;
    std::string_view path;
    bool matches;
  };
  for (const Case& c : std::vector<Case>{
           {"/api/**", "GET", "/api/x/y", true},
           {"/api/**", "", "/api", true},
           {"/api/**", "", "/api/", true},
           {"/api/**", "", "/apix", false},
           {"/**", "", "/", true},
           {"/**", "", "/x", true},
           {"/", "", "/", true},
           {"/", "", "/x", false},
           {"/users/{id}", "", "/users/:id", true},
           {"/users/{id}", "", "/users/{id}", true},
           {"/users/*", "", "/users", false},
           {"GET /x", "GET", "/x", true},
           {"GET /x", "POST", "/x", false},
           {"GET /x", "", "/x", true},
       }) {
    INFO(c.pattern << " on " << c.method << " " << c.path);
    CHECK(Route(c.pattern).Match(c.method, c.path) == c.matches);
  }
  CHECK(!RoutePattern::Parse("api").ok());
  CHECK(!RoutePattern::Parse("get /x").ok());
  CHECK(RoutePattern::Parse("GET /a/../b").error().column == 8);
  CHECK(!RoutePattern::Parse("").ok());
}

TEST_CASE("the nearest name is what was meant, if it is near") {
  const std::vector<std::string_view> names = {"exclude", "entries", "unclassified", "tests"};
  CHECK(Nearest("exlcude", names) == "exclude");
  CHECK(Nearest("Entries", names) == "entries");
  CHECK(Nearest("test", names) == "tests");
  CHECK(Nearest("unclassifed", names) == "unclassified");
  CHECK(Nearest("zebra", names).empty());
  CHECK(Nearest("", names).empty());
  CHECK(Nearest(std::string(100'000, 'e'), names).empty());
  CHECK(DidYouMean("tset", names) == "; did you mean \"tests\"?");
  CHECK(OneOf(names) == "exclude, entries, unclassified or tests");
}

}  // namespace krepis::analyzer
