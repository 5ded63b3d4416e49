#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "analyzer/report/checkstyle.h"
#include "analyzer/report/github.h"
#include "analyzer/report/gitlab.h"
#include "analyzer/report/junit.h"
#include "analyzer/report/markdown.h"
#include "analyzer/report/markup.h"
#include "analyzer/report/rdjson.h"
#include "analyzer/report/sample_report.h"

namespace krepis::analyzer {
namespace {

using Json = nlohmann::json;

Report WithoutIncomplete() {
  Report report = SampleReport();
  report.incomplete.clear();
  return report;
}

}  // namespace

TEST_CASE("github: one command a finding, errors first") {
  CHECK(RenderGithub(SampleReport(), SampleOptions()) ==
        "::error file=apps/shop/src/a b.ts,line=2,endLine=2,col=19,endColumn=38,"
        "title=layering/deny apps-are-islands::app:shop may not depend on app:admin"
        "%0Abecause: apps are deployed separately%0Afix: move the shared part to packages/core"
        "%0Aapps/shop/src/a b.ts:2:19: imports apps/admin/src/b.ts"
        "%0Aapps/admin/src/b.ts:1:15: re-exports%0Akrepis.toml:12:3: the rule\n"
        "::warning title=layering/unresolved::5 imports resolve to nothing, 0 are allowed\n"
        "::warning file=apps/shop/src/a b.ts,line=3,endLine=3,col=2,endColumn=5,"
        "title=sandbox/capability::shop reaches [net](http://evil) \\x1b[31m\n"
        "::error title=krepis::not analysed: a worker died\n"
        "::error title=krepis::not analysed: big.ts: larger than 10000000 bytes\n"
        "::notice title=krepis::1 error, 2 warnings in 120 files, 340 edges, 6 modules, 12 routes, "
        "38 of 40 registrations resolved; "
        "3 suppressed, 4 baselined, 5 unresolved, 3 unknown\n");
}

TEST_CASE("github: a command cannot be broken out of, and a long span has no columns") {
  Report report;
  Diagnostic violation;
  violation.severity = Severity::kError;
  violation.rule = "r";
  violation.path = "a,b:c%.ts";
  violation.message = "100%\n::error::x";
  violation.location = {{}, {1, 5}, {2, 3}};
  report.violations = {violation};
  report.summary.warnings = 11;
  const std::string text = RenderGithub(report, {});
  CHECK(
      text.starts_with("::error file=a%2Cb%3Ac%25.ts,line=1,endLine=2,title=r::100%25\\n::error"));
  CHECK(text.ends_with(
      " (+1 more warning than the 10 of a kind that GitHub shows of a step: the log has all)\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 2);
  report.summary.errors = 12;
  CHECK(RenderGithub(report, {}).find(" (+2 more errors, +1 more warning than the 10 ") !=
        std::string::npos);
}

TEST_CASE("gitlab: issues with unique fingerprints and a place each") {
  const Json issues = Json::parse(RenderGitlab(SampleReport(), SampleOptions()));
  REQUIRE(issues.size() == 5);
  CHECK(issues[1].at("description") == "app:shop may not depend on app:admin");
  CHECK(issues[1].at("check_name") == "layering/deny apps-are-islands");
  CHECK(issues[1].at("severity") == "major");
  CHECK(issues[1].at("fingerprint") == SampleReport().violations[1].fingerprint);
  CHECK(issues[1].at("location") ==
        Json{{"path", "apps/shop/src/a b.ts"}, {"lines", {{"begin", 2}}}});
  CHECK(issues[0].at("severity") == "minor");
  CHECK(issues[0].at("location") == Json{{"path", "."}, {"lines", {{"begin", 1}}}});
  CHECK(issues[4].at("severity") == "critical");
  std::vector<std::string> fingerprints;
  for (const Json& issue : issues) fingerprints.push_back(issue.at("fingerprint"));
  std::sort(fingerprints.begin(), fingerprints.end());
  CHECK(std::unique(fingerprints.begin(), fingerprints.end()) == fingerprints.end());
}

TEST_CASE("junit: errors fail, warnings do not, clean rules pass") {
  const std::string text = RenderJunit(SampleReport(), SampleOptions());
  CHECK(
      text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<testsuites name=\"krepis\" tests=\"6\" failures=\"1\" errors=\"2\">\n"));
  CHECK(RenderJunit(WithoutIncomplete(), SampleOptions()) ==
        R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="krepis" tests="4" failures="1" errors="0">
  <testsuite name="layering/deny" tests="1" failures="1" errors="0">
    <testcase classname="layering/deny" name="layering/deny apps-are-islands at apps/shop/src/a b.ts:2:19" file="apps/shop/src/a b.ts" line="2">
      <failure type="error" message="app:shop may not depend on app:admin">app:shop may not depend on app:admin&#10;because: apps are deployed separately&#10;fix: move the shared part to packages/core&#10;apps/shop/src/a b.ts:2:19: imports apps/admin/src/b.ts&#10;apps/admin/src/b.ts:1:15: re-exports&#10;krepis.toml:12:3: the rule</failure>
    </testcase>
  </testsuite>
  <testsuite name="layering/unresolved" tests="1" failures="0" errors="0">
    <testcase classname="layering/unresolved" name="layering/unresolved">
      <system-out>warning: 5 imports resolve to nothing, 0 are allowed</system-out>
    </testcase>
  </testsuite>
  <testsuite name="sandbox/capability" tests="1" failures="0" errors="0">
    <testcase classname="sandbox/capability" name="sandbox/capability at apps/shop/src/a b.ts:3:2" file="apps/shop/src/a b.ts" line="3">
      <system-out>warning: shop reaches [net](http://evil) \x1b[31m</system-out>
    </testcase>
  </testsuite>
  <testsuite name="sandbox/unknown" tests="1" failures="0" errors="0">
    <testcase classname="sandbox/unknown" name="sandbox/unknown"/>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("checkstyle: findings by file") {
  CHECK(RenderCheckstyle(WithoutIncomplete(), SampleOptions()) ==
        R"(<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="">
    <error severity="warning" message="5 imports resolve to nothing, 0 are allowed" source="krepis.layering/unresolved"/>
  </file>
  <file name="apps/shop/src/a b.ts">
    <error line="2" column="19" severity="error" message="app:shop may not depend on app:admin&#10;because: apps are deployed separately&#10;fix: move the shared part to packages/core&#10;apps/shop/src/a b.ts:2:19: imports apps/admin/src/b.ts&#10;apps/admin/src/b.ts:1:15: re-exports&#10;krepis.toml:12:3: the rule" source="krepis.layering/deny/apps-are-islands"/>
    <error line="3" column="2" severity="warning" message="shop reaches [net](http://evil) \x1b[31m" source="krepis.sandbox/capability"/>
  </file>
</checkstyle>
)");
  CHECK(RenderCheckstyle(SampleReport(), SampleOptions())
            .find("<file name=\"big.ts\">\n    <error severity=\"error\" message=\"not analysed: "
                  "big.ts: larger than 10000000 bytes\" source=\"krepis.incomplete\"/>") !=
        std::string::npos);
}

TEST_CASE("xml text holds no markup and no character that XML forbids") {
  CHECK(MarkupText("<a b=\"c\">&\x01\n\xFF]]>") ==
        "&lt;a b=&quot;c&quot;&gt;&amp;\\x01\\n\\xff]]&gt;");
  CHECK(MarkupEscaped("it's\nb") == "it&#39;s&#10;b");
}

TEST_CASE("rdjson: columns are bytes where the source is at hand") {
  Report report = SampleReport();
  report.violations[2].location = SampleLocation("apps/shop/src/a b.ts", "x);");  // after U+4E2D
  const Json result = Json::parse(RenderRdjson(report, SampleOptions()));
  CHECK(result.at("source").at("name") == "krepis");
  const Json& diagnostics = result.at("diagnostics");
  REQUIRE(diagnostics.size() == 5);
  CHECK(!diagnostics[0].contains("location"));
  CHECK(diagnostics[1].at("severity") == "ERROR");
  CHECK(diagnostics[1].at("code").at("value") == "layering/deny apps-are-islands");
  CHECK(diagnostics[2].at("location").at("range").at("start") == Json{{"line", 3}, {"column", 13}});
  FormatOptions options = SampleOptions();
  options.source = nullptr;
  const Json lines = Json::parse(RenderRdjson(report, options)).at("diagnostics").at(2);
  CHECK(lines.at("location").at("range") == Json{{"start", {{"line", 3}}}, {"end", {{"line", 3}}}});
}

TEST_CASE("markdown: a table that no finding can break or link from") {
  CHECK(RenderMarkdown(SampleReport(), SampleOptions()) ==
        "### krepis: 1 error, 2 warnings in 120 files, 340 edges, 6 modules, 12 routes, 38 of 40 "
        "registrations resolved; "
        "3 suppressed, 4 baselined, 5 unresolved, 3 unknown\n"
        "\n"
        "| | rule | place | finding |\n"
        "|---|---|---|---|\n"
        "| error | layering/deny apps-are-islands | apps/shop/src/a b.ts:2:19 | "
        "app:shop may not depend on app:admin<br>because: apps are deployed separately<br>"
        "fix: move the shared part to packages/core<br>"
        "apps/shop/src/a b.ts:2:19: imports apps/admin/src/b.ts<br>"
        "apps/admin/src/b.ts:1:15: re-exports<br>krepis.toml:12:3: the rule |\n"
        "| warning | layering/unresolved |  | 5 imports resolve to nothing, 0 are allowed |\n"
        "| warning | sandbox/capability | apps/shop/src/a b.ts:3:2 | "
        "shop reaches &#91;net&#93;&#40;http:<!-- -->//evil&#41; &#92;x1b&#91;31m |\n"
        "\n"
        "- not analysed: a worker died\n"
        "- not analysed: big.ts: larger than 10000000 bytes\n");
  Report report;
  Diagnostic violation;
  violation.message = "a|b <i> `c` @team www.evil.org";
  report.violations.assign(501, violation);
  const std::string text = RenderMarkdown(report, {});
  CHECK(text.find("| a&#124;b &#60;i&#62; &#96;c&#96; @<!-- -->team www<!-- -->.evil.org |\n") !=
        std::string::npos);
  CHECK(text.ends_with("\n1 more.\n"));
}

TEST_CASE("markdown: what a job summary takes, errors first") {
  Report report;
  Diagnostic violation;
  violation.severity = Severity::kWarning;
  violation.message = std::string(9'000, 'x');
  report.violations.assign(200, violation);
  report.violations.back().severity = Severity::kError;
  report.incomplete.assign(150, {"large.ts", "larger"});
  const std::string text = RenderMarkdown(report, {});
  CHECK(text.size() < 1'000'000);
  CHECK(text.find("|---|\n| error | ") != std::string::npos);
  CHECK(text.find("\n101 more.\n\n- not analysed: large.ts") != std::string::npos);
  CHECK(text.ends_with("\n- 50 more not analysed\n"));
}

}  // namespace krepis::analyzer
