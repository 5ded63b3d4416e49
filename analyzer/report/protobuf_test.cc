#include "analyzer/report/protobuf.h"

#include <doctest/doctest.h>

#include "analyzer/report/sample_report.h"
#include "krepis/v1/diagnostic.pb.h"

namespace krepis::analyzer {
namespace {

v1::Report Parsed(const Report& report) {
  v1::Report parsed;
  REQUIRE(parsed.ParseFromString(RenderProtobuf(report, SampleOptions())));
  return parsed;
}

void CheckLocation(const v1::Location& parsed, const Location& location) {
  CHECK(parsed.start() == location.span.start);
  CHECK(parsed.length() == location.span.length);
  CHECK(parsed.line() == location.begin.line);
  CHECK(parsed.column() == location.begin.column);
  CHECK(parsed.end_line() == location.end.line);
  CHECK(parsed.end_column() == location.end.column);
}

}  // namespace

TEST_CASE("protobuf: every field of a report is read back by the schema's own classes") {
  const Report report = SampleReport();
  const v1::Report parsed = Parsed(report);
  CHECK(parsed.schema() == 1);
  CHECK(parsed.summary().files() == report.summary.files);
  CHECK(parsed.summary().edges() == report.summary.edges);
  CHECK(parsed.summary().modules() == report.summary.modules);
  CHECK(parsed.summary().routes() == report.summary.routes);
  CHECK(parsed.summary().errors() == report.summary.errors);
  CHECK(parsed.summary().warnings() == report.summary.warnings);
  CHECK(parsed.summary().suppressed() == report.summary.suppressed);
  CHECK(parsed.summary().baselined() == report.summary.baselined);
  CHECK(parsed.summary().unresolved() == report.summary.unresolved);
  CHECK(parsed.summary().unknown() == report.summary.unknown);
  CHECK(parsed.summary().registrations() == report.summary.registrations);
  CHECK(parsed.summary().resolved_registrations() == report.summary.resolved_registrations);

  REQUIRE(parsed.violations_size() == static_cast<int>(report.violations.size()));
  for (int i = 0; i < parsed.violations_size(); ++i) {
    const v1::Diagnostic& got = parsed.violations(i);
    const Diagnostic& want = report.violations[static_cast<size_t>(i)];
    CHECK(got.rule() == want.rule);
    CHECK(got.id() == want.id);
    CHECK(static_cast<int>(got.severity()) == static_cast<int>(want.severity));
    CHECK(got.path() == want.path);
    CheckLocation(got.location(), want.location);
    CHECK(got.from() == want.from);
    CHECK(got.to() == want.to);
    CHECK(got.message() == want.message);
    CHECK(got.because() == want.because);
    CHECK(got.fix() == want.fix);
    CHECK(got.fingerprint() == want.fingerprint);
    REQUIRE(got.evidence_size() == static_cast<int>(want.evidence.size()));
    for (int e = 0; e < got.evidence_size(); ++e) {
      CHECK(got.evidence(e).path() == want.evidence[static_cast<size_t>(e)].path);
      CheckLocation(got.evidence(e).location(), want.evidence[static_cast<size_t>(e)].location);
      CHECK(got.evidence(e).text() == want.evidence[static_cast<size_t>(e)].text);
    }
  }
  REQUIRE(parsed.unknowns_size() == static_cast<int>(report.unknowns.size()));
  CHECK(parsed.unknowns(0).kind() == report.unknowns[0].kind);
  CHECK(parsed.unknowns(0).path() == report.unknowns[0].path);
  CHECK(parsed.unknowns(0).text() == report.unknowns[0].text);
  CheckLocation(parsed.unknowns(0).location(), report.unknowns[0].location);
  REQUIRE(parsed.incomplete_size() == static_cast<int>(report.incomplete.size()));
  CHECK(parsed.incomplete(0).path() == report.incomplete[0].path);
  CHECK(parsed.incomplete(0).reason() == report.incomplete[0].reason);
}

TEST_CASE("protobuf: bytes that are no text do not make the message unreadable") {
  Report report;
  report.incomplete = {{"a\xFFz", "\xC3"}};
  const v1::Report parsed = Parsed(report);
  CHECK(parsed.incomplete(0).path() == "a\xEF\xBF\xBDz");
  CHECK(parsed.incomplete(0).reason() == "\xEF\xBF\xBD");
}

}  // namespace krepis::analyzer
