#include "analyzer/report/sarif.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/report/line_hash.h"
#include "analyzer/report/sample_report.h"
#include "analyzer/report/sarif_rules.h"

namespace krepis::analyzer {
namespace {

using Json = nlohmann::json;

Json Parsed(const Report& report) { return Json::parse(RenderSarif(report, SampleOptions())); }
Json SampleRun() { return Parsed(SampleReport()).at("runs").at(0); }

}  // namespace

TEST_CASE("the log has one run of a described driver") {
  const Json log = Parsed(SampleReport());
  CHECK(log.at("$schema") == "https://json.schemastore.org/sarif-2.1.0.json");
  CHECK(log.at("version") == "2.1.0");
  REQUIRE(log.at("runs").size() == 1);
  const Json& run = log.at("runs").at(0);
  CHECK(run.at("columnKind") == "utf16CodeUnits");
  CHECK(run.at("originalUriBaseIds").contains("%SRCROOT%"));
  const Json& driver = run.at("tool").at("driver");
  CHECK(driver.at("name") == "krepis");
  CHECK(driver.at("version") == "0.1.0");
  for (const Json& rule : driver.at("rules")) {
    CHECK(!rule.at("shortDescription").at("text").get<std::string>().empty());
    CHECK(!rule.at("fullDescription").at("text").get<std::string>().empty());
    CHECK(!rule.at("help").at("text").get<std::string>().empty());
    CHECK(!rule.at("help").at("markdown").get<std::string>().empty());
    CHECK(rule.at("defaultConfiguration").contains("level"));
    CHECK(!rule.contains("helpUri"));
  }
}

TEST_CASE("rules are those that ran and those that were broken, by id") {
  const Json rules = SampleRun().at("tool").at("driver").at("rules");
  REQUIRE(rules.size() == 4);
  CHECK(rules[0].at("id") == "layering/deny");
  CHECK(rules[0].at("name") == "LayeringDeny");
  CHECK(rules[0].at("shortDescription").at("text") == "A dependency that a rule forbids.");
  CHECK(rules[0].at("fullDescription").at("text") == "Forbids edges.");
  CHECK(rules[0].at("properties").at("tags") == Json{"architecture", "layering"});
  CHECK(rules[1].at("id") == "layering/unresolved");
  CHECK(rules[1].at("defaultConfiguration").at("level") == "warning");
  CHECK(rules[1].at("help").at("text") == "krepis explain layering/unresolved");
  CHECK(rules[3].at("id") == "sandbox/unknown");
  CHECK(rules[3].at("defaultConfiguration").at("enabled") == false);
}

TEST_CASE("a result names its rule, its place, its evidence and its fingerprints") {
  const Json run = SampleRun();
  const Json& result = run.at("results").at(1);
  CHECK(result.at("ruleId") == "layering/deny");
  CHECK(run.at("tool").at("driver").at("rules").at(result.at("ruleIndex").get<size_t>()).at("id") ==
        "layering/deny");
  CHECK(result.at("level") == "error");
  CHECK(result.at("message").at("text") ==
        "app:shop may not depend on app:admin. Because: apps are deployed separately. "
        "Fix: move the shared part to packages/core");
  const Json& place = result.at("locations").at(0).at("physicalLocation");
  CHECK(place.at("artifactLocation") ==
        Json{{"uri", "apps/shop/src/a%20b.ts"}, {"uriBaseId", "%SRCROOT%"}});
  CHECK(place.at("region") ==
        Json{{"startLine", 2}, {"startColumn", 19}, {"endLine", 2}, {"endColumn", 38}});
  REQUIRE(result.at("relatedLocations").size() == 3);
  CHECK(result.at("relatedLocations").at(1).at("id") == 2);
  CHECK(result.at("relatedLocations").at(1).at("message").at("text") == "re-exports");
  const Json& flow = result.at("codeFlows").at(0).at("threadFlows").at(0).at("locations");
  REQUIRE(flow.size() == 3);
  CHECK(flow.at(2).at("location").at("physicalLocation").at("artifactLocation").at("uri") ==
        "krepis.toml");
  const Json& fingerprints = result.at("partialFingerprints");
  CHECK(fingerprints.at("krepisViolation/v1") == SampleReport().violations[1].fingerprint);
  const LineHashes hashes(SampleSources().find("apps/shop/src/a b.ts")->second);
  CHECK(fingerprints.at("primaryLocationLineHash") == hashes.Of(2));
  CHECK(result.at("properties").at("id") == "apps-are-islands");
}

TEST_CASE("a result without a place or a source leaves them out") {
  const Json result = SampleRun().at("results").at(0);
  CHECK(result.at("ruleId") == "layering/unresolved");
  CHECK(!result.contains("locations"));
  CHECK(!result.contains("relatedLocations"));
  CHECK(!result.at("partialFingerprints").contains("primaryLocationLineHash"));
}

TEST_CASE("text of the repository neither links nor drives the viewer") {
  CHECK(SampleRun().at("results").at(2).at("message").at("text") ==
        "shop reaches [net] (http://evil) \\x1b[31m");
  CHECK(SarifText("[a](b)[c](d)](") == "[a] (b)[c] (d)] (");
  CHECK(SarifText("a[0](x) \xE2\x80\xAE") == "a[0] (x) \\u{202e}");
}

TEST_CASE("what was not analysed or not decided is a notification") {
  const Json invocation = SampleRun().at("invocations").at(0);
  CHECK(invocation.at("executionSuccessful") == false);
  const Json& notifications = invocation.at("toolExecutionNotifications");
  REQUIRE(notifications.size() == 5);
  CHECK(notifications[0].at("descriptor").at("id") == "incomplete");
  CHECK(notifications[0].at("level") == "error");
  CHECK(!notifications[0].contains("locations"));
  CHECK(notifications[1].at("message").at("text") == "larger than 10000000 bytes");
  CHECK(notifications[2].at("descriptor").at("id") == "unknown/partial-parse");
  CHECK(notifications[2].at("message").at("text") == "partial-parse");
  CHECK(notifications[2].at("level") == "note");
  CHECK(notifications[3].at("locations").at(0).at("physicalLocation").at("region") ==
        Json{{"startLine", 1}, {"startColumn", 1}});
  CHECK(Parsed({}).at("runs").at(0).at("invocations").at(0).at("executionSuccessful") == true);
}

TEST_CASE("beyond GitHub's limit warnings give way to errors, and that is said") {
  Report report;
  Diagnostic violation;
  violation.rule = "layering/deny";
  violation.message = "m";
  for (int i = 0; i < 25'010; ++i) {
    violation.severity = i % 2 == 0 || i > 100 ? Severity::kError : Severity::kWarning;
    report.violations.push_back(violation);
  }
  const Json run = Parsed(report).at("runs").at(0);
  const Json& results = run.at("results");
  REQUIRE(results.size() == 25'000);
  CHECK(std::count_if(results.begin(), results.end(),
                      [](const Json& r) { return r.at("level") == "error"; }) == 24'960);
  CHECK(
      run.at("invocations").at(0).at("toolExecutionNotifications").at(0).at("message").at("text") ==
      "10 of 25010 violations are left out: SARIF consumers take 25000");
}

}  // namespace krepis::analyzer
