#include "analyzer/report/place_prefix.h"

#include <doctest/doctest.h>

#include "analyzer/report/sample_report.h"

namespace krepis::analyzer {

TEST_CASE("places are prefixed, names are not, and their sources are found") {
  Report report = SampleReport();
  PrefixPlaces(report, "services/shop/");
  CHECK(report.violations[0].path.empty());
  const Diagnostic& deny = report.violations[1];
  CHECK(deny.path == "services/shop/apps/shop/src/a b.ts");
  CHECK(deny.from == "apps/shop/src/a b.ts");
  CHECK(deny.fingerprint == SampleReport().violations[1].fingerprint);
  CHECK(deny.evidence[2].path == "services/shop/krepis.toml");
  CHECK(report.unknowns[0].path.starts_with("services/shop/apps/"));
  CHECK(report.incomplete[0].path.empty());
  CHECK(report.incomplete[1].path == "services/shop/big.ts");
  FormatOptions options = SampleOptions();
  const std::string unchanged = Render(Format::kSarif, SampleReport(), options);
  options.source = PrefixedSource(options.source, "services/shop/");
  CHECK(options.source(deny.path) == SampleOptions().source("apps/shop/src/a b.ts"));
  const std::string sarif = Render(Format::kSarif, report, options);
  // The same hashes of the same lines.
  const size_t at = unchanged.find("\"primaryLocationLineHash\": ");
  REQUIRE(at != std::string::npos);
  CHECK(sarif.find(unchanged.substr(at, 60)) != std::string::npos);
}

TEST_CASE("no prefix changes nothing, and what lies outside stays there") {
  Report report = SampleReport();
  report.violations[0].path = "/etc/krepis.toml";
  PrefixPlaces(report, "x/");
  CHECK(report.violations[0].path == "/etc/krepis.toml");
  report = SampleReport();
  PrefixPlaces(report, "");
  CHECK(report.violations[1].path == SampleReport().violations[1].path);
}

}  // namespace krepis::analyzer
