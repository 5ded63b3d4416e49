#include "analyzer/engine/suppressions.h"

#include "analyzer/engine/test_analysis.h"

namespace krepis::analyzer {
namespace {

constexpr Date kLastDay = {2027, 3, 31};

std::string ConfigWith(std::string_view exception) {
  return R"(
version = 1
[modules.app]
files = ["apps/{name}/**"]
[modules.core]
files = ["core/**"]
[[rules]]
id = "islands"
deny = { from = "app", to = "app" }
[[ordering.rules]]
id = "guarded"
required = ["auth"]
[ordering.stages.auth]
match = ["auth*"]
optional = true
[[exceptions]]
why = "x"
)" + std::string(exception);
}

Diagnostic Violation(std::string rule, std::string from, std::string to,
                     std::string path = "apps/shop/a.ts") {
  Diagnostic violation;
  violation.rule = std::move(rule);
  violation.from = std::move(from);
  violation.to = std::move(to);
  violation.path = std::move(path);
  return violation;
}

/// A workspace with one `[[exceptions]]` entry, asked about violations.
class Excepted {
 public:
  explicit Excepted(std::string_view exception)
      : analysis_({{"krepis.toml", ConfigWith(exception)},
                   {"apps/shop/a.ts", ""},
                   {"apps/shop/deep/c.ts", ""},
                   {"apps/admin/b.ts", ""},
                   {"core/d.ts", ""}}) {}

  bool Accepts(const Diagnostic& violation, Date today = kLastDay) {
    return SuppressionLedger(analysis_->model(), today).Suppresses(violation);
  }
  /// A file of `from` that uses one of `to`, against the rule of the name.
  bool AcceptsEdge(const std::string& from, const std::string& to) {
    Diagnostic violation = Violation("layering/deny", from, to, from);
    violation.id = "islands";
    return Accepts(violation);
  }

 private:
  TestAnalysis analysis_;
};

}  // namespace

TEST_CASE("a text of an exception is a wildcard, where its rule does not speak of files") {
  Excepted specifiers("rule = 'layering/unresolved'\nto = './generated/*'");
  const auto unresolved = [](std::string specifier) {
    return Violation("layering/unresolved", "apps/shop/a.ts", std::move(specifier));
  };
  CHECK(specifiers.Accepts(unresolved("./generated/x")));
  CHECK(specifiers.Accepts(unresolved("./generated/x/y.js")));
  CHECK(!specifiers.Accepts(unresolved("./generated")));
  CHECK(!specifiers.Accepts(unresolved("../generated/x")));
  Excepted packages("rule = 'layering/undeclared'\nto = ['@types/*', 'left-pad']");
  const auto undeclared = [](std::string package) {
    return Violation("layering/undeclared", "apps/shop/a.ts", std::move(package));
  };
  CHECK(packages.Accepts(undeclared("@types/node")));
  CHECK(packages.Accepts(undeclared("left-pad")));
  CHECK(!packages.Accepts(undeclared("left-pads")));
  Excepted stages("rule = 'guarded'\nfrom = ['GET /health/*']\nto = 'au*'");
  const auto unguarded = [](std::string route, std::string stage) {
    return Violation("ordering/required", std::move(route), std::move(stage));
  };
  CHECK(!stages.Accepts(unguarded("GET /health/live", "auth")));  // of another rule
  Diagnostic own = unguarded("GET /health/live", "auth");
  own.id = "guarded";
  CHECK(stages.Accepts(own));
  own.from = "POST /health/live";
  CHECK(!stages.Accepts(own));
  own.from = "GET /health/live";
  own.to = "cors";
  CHECK(!stages.Accepts(own));
}

TEST_CASE("what `from` captures binds the variables of `to`") {
  Excepted others("rule = 'islands'\nfrom = 'app:{name}'\nto = 'app:!{name}'");
  CHECK(others.AcceptsEdge("apps/shop/a.ts", "apps/admin/b.ts"));
  CHECK(!others.AcceptsEdge("apps/shop/a.ts", "apps/shop/deep/c.ts"));
  CHECK(!others.AcceptsEdge("apps/shop/a.ts", "core/d.ts"));
  Excepted same("rule = 'islands'\nfrom = 'path:apps/{name}/*.ts'\nto = 'app:{name}'");
  CHECK(same.AcceptsEdge("apps/shop/a.ts", "apps/shop/deep/c.ts"));
  CHECK(!same.AcceptsEdge("apps/shop/a.ts", "apps/admin/b.ts"));
  CHECK(!same.AcceptsEdge("apps/shop/deep/c.ts", "apps/shop/a.ts"));
  // Each selector of `from` binds for itself.
  Excepted several("rule = 'islands'\nfrom = ['app:admin', 'app:shop']\nto = ['core', 'app:shop']");
  CHECK(several.AcceptsEdge("apps/admin/b.ts", "apps/shop/a.ts"));
  CHECK(several.AcceptsEdge("apps/shop/a.ts", "core/d.ts"));
  CHECK(!several.AcceptsEdge("core/d.ts", "apps/shop/a.ts"));
}

TEST_CASE("an exception names the modules of a cycle, and any target by *") {
  Excepted modules("rule = 'layering/cycle'\nfrom = 'app:admin'\nto = 'core'");
  CHECK(modules.Accepts(Violation("layering/cycle", "app:admin", "core", "apps/admin/b.ts")));
  CHECK(!modules.Accepts(Violation("layering/cycle", "app:admin", "app:shop", "apps/admin/b.ts")));
  CHECK(!modules.Accepts(Violation("layering/cycle", "app:shop", "core", "apps/shop/a.ts")));
  Excepted any("rule = 'layering/orphan'\nfrom = 'core'\nto = '*'");
  CHECK(any.Accepts(Violation("layering/orphan", "core/d.ts", "", "core/d.ts")));
  CHECK(!any.Accepts(Violation("layering/orphan", "apps/shop/a.ts", "")));
}

TEST_CASE("who or what a finding is from need not be a file: the file it stands in decides") {
  Excepted handlers("rule = 'contract/no-answer'\nfrom = 'app:shop'");
  CHECK(handlers.Accepts(Violation("contract/no-answer", "handler", "", "apps/shop/a.ts")));
  CHECK(!handlers.Accepts(Violation("contract/no-answer", "handler", "", "apps/admin/b.ts")));
}

TEST_CASE("an exception holds to the end of its last day") {
  Excepted until("rule = 'layering/deny'\nowner = '@shop'\nuntil = 2027-03-31");
  const Diagnostic violation = Violation("layering/deny", "apps/shop/a.ts", "core/d.ts");
  CHECK(until.Accepts(violation, {2027, 3, 30}));
  CHECK(until.Accepts(violation, {2027, 3, 31}));
  CHECK(!until.Accepts(violation, {2027, 4, 1}));
  CHECK(!until.Accepts(violation, {2028, 1, 1}));
}

}  // namespace krepis::analyzer
