#include "analyzer/report/junit.h"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include "analyzer/report/finding_text.h"
#include "analyzer/report/markup.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEvidence = 100;

std::string TestCase(const Diagnostic& violation) {
  const std::string place = PlaceLabel(violation.path, violation.location);
  std::string name = RuleLabel(violation);
  if (!place.empty()) name += " at " + place;
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                MarkupText(violation.rule), MarkupEscaped(name));
  if (!violation.path.empty()) out += fmt::format(" file=\"{}\"", MarkupText(violation.path));
  if (violation.location.begin.line != 0) {
    out += fmt::format(" line=\"{}\"", violation.location.begin.line);
  }
  const std::string message = MarkupEscaped(FullMessage(violation, kMaxEvidence));
  if (violation.severity == Severity::kError) {
    out += fmt::format(">\n      <failure type=\"error\" message=\"{}\">{}</failure>\n",
                       MarkupText(violation.message), message);
  } else {
    out += fmt::format(">\n      <system-out>warning: {}</system-out>\n", message);
  }
  return out + "    </testcase>\n";
}

}  // namespace

std::string RenderJunit(const Report& report, const FormatOptions&) {
  std::map<std::string_view, std::vector<const Diagnostic*>> suites;
  for (const RuleDescription& rule : report.rules) suites[rule.id];
  for (const Diagnostic& violation : report.violations) {
    suites[violation.rule].push_back(&violation);
  }
  std::string body;
  size_t all_tests = 0;
  size_t all_failures = 0;
  for (const auto& [rule, violations] : suites) {
    std::string cases;
    size_t failures = 0;
    for (const Diagnostic* violation : violations) {
      cases += TestCase(*violation);
      if (violation->severity == Severity::kError) ++failures;
    }
    const size_t tests = violations.empty() ? 1 : violations.size();
    if (violations.empty()) {
      cases = fmt::format("    <testcase classname=\"{0}\" name=\"{0}\"/>\n", MarkupText(rule));
    }
    all_tests += tests;
    all_failures += failures;
    body += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}  </testsuite>\n",
        MarkupText(rule), tests, failures, cases);
  }
  const size_t errors = report.incomplete.size();
  if (errors != 0) {
    body += fmt::format(
        "  <testsuite name=\"krepis\" tests=\"{0}\" failures=\"0\" errors=\"{0}\">\n", errors);
    for (const Incomplete& incomplete : report.incomplete) {
      body += fmt::format(
          "    <testcase classname=\"krepis\" name=\"analysis{}{}\">\n"
          "      <error type=\"incomplete\" message=\"{}\"/>\n    </testcase>\n",
          incomplete.path.empty() ? "" : " of ", MarkupText(incomplete.path),
          MarkupText(incomplete.reason));
    }
    body += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"krepis\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
      all_tests + errors, all_failures, errors, body);
}

}  // namespace krepis::analyzer
