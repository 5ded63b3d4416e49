#include "tests/harness/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/harness/rule_document.h"
#include "tests/harness/update.h"

namespace krepis::testing {
namespace {

using analyzer::Diagnostic;
using analyzer::Incomplete;
using analyzer::Report;
using analyzer::Result;

std::string ErrorText(const std::string& name, const analyzer::Error& error) {
  if (error.path.empty()) return fmt::format("{}: {}\n", name, error.message);
  return fmt::format("{}: {}:{}:{}: {}\n", name, error.path, error.line, error.column,
                     error.message);
}

std::string IncompleteText(const std::string& name, const Report& report) {
  std::string text;
  for (const Incomplete& incomplete : report.incomplete) {
    text += fmt::format("{}: not analysed: {}: {}\n", name, incomplete.path, incomplete.reason);
  }
  return text;
}

/// What is wrong with one example of a rule's documentation; "" when nothing is.
std::string CheckExample(const std::string& place, const DocumentExample& example,
                         std::string_view rule_id, const Analysis& analysis) {
  const Result<Analysed> analysed = analysis(example.files);
  if (!analysed.ok()) return ErrorText(place, analysed.error());
  const Report* report = &analysed->report;
  std::string wrong = IncompleteText(place, *report);
  const auto first = std::find_if(report->violations.begin(), report->violations.end(),
                                  [&](const Diagnostic& d) { return d.rule == rule_id; });
  const bool violated = first != report->violations.end();
  if (example.valid && violated) {
    wrong += fmt::format("{}: valid, but {}:{}: [{}] {}\n", place, first->path,
                         first->location.begin.line, rule_id, first->message);
  } else if (!example.valid && !violated) {
    wrong += fmt::format("{}: invalid, but no violation of {}\n", place, rule_id);
    for (const Diagnostic& other : report->violations) {
      wrong += fmt::format("  only {}:{}: [{}] {}\n", other.path, other.location.begin.line,
                           other.rule, other.message);
    }
  }
  return wrong;
}

}  // namespace

FixtureResult RunFixture(const std::string& name, const std::string& text,
                         const Analysis& analysis) {
  const Result<Fixture> fixture = ParseFixture(name, text);
  if (!fixture.ok()) return {false, fixture.error().message + "\n", ""};
  const Result<Analysed> analysed = analysis(fixture->FileSystem());
  if (!analysed.ok()) return {false, ErrorText(name, analysed.error()), ""};
  std::vector<Finding> findings = FindingsOf(analysed->report);
  findings.insert(findings.end(), analysed->chains.begin(), analysed->chains.end());
  const Comparison comparison = Compare(*fixture, findings);
  const std::string incomplete = IncompleteText(name, analysed->report);
  if (comparison.equal()) return {incomplete.empty(), incomplete, ""};
  return {false, incomplete + Explain(*fixture, findings, comparison),
          Updated(*fixture, findings, comparison)};
}

FixtureResult RunFixtureFile(const std::string& path, bool update, const Analysis& analysis) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return {false, fmt::format("cannot read {}\n", path), ""};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  FixtureResult result = RunFixture(path, text, analysis);
  if (result.updated.empty() || result.updated == text) return result;
  if (!update) {
    result.explanation += "  KREPIS_UPDATE=1 writes down what is found\n";
  } else if (std::ofstream(path, std::ios::binary)
                 .write(result.updated.data(),
                        static_cast<std::streamsize>(result.updated.size()))) {
    result.explanation += "  rewritten; run again\n";
  } else {
    result.explanation += fmt::format("  cannot write {}\n", path);
  }
  return result;
}

FixtureResult RunRuleDocument(const std::string& name, std::string_view markdown,
                              std::string_view rule_id, const Analysis& analysis) {
  const Result<std::vector<DocumentExample>> examples = ExamplesOf(name, markdown);
  if (!examples.ok()) return {false, examples.error().message + "\n", ""};
  std::string wrong;
  bool seen[2] = {false, false};
  for (const DocumentExample& example : *examples) {
    seen[example.valid] = true;
    wrong += CheckExample(fmt::format("{}:{}", name, example.line), example, rule_id, analysis);
  }
  for (const bool valid : {false, true}) {
    if (seen[valid]) continue;
    wrong += fmt::format("{}: no example with a path under \"## {}\"\n", name,
                         valid ? "Valid" : "Invalid");
  }
  return {wrong.empty(), wrong, ""};
}

bool UpdateRequested() {
  const char* value = std::getenv("KREPIS_UPDATE");
  return value != nullptr && *value != '\0' && std::string_view(value) != "0";
}

}  // namespace krepis::testing
