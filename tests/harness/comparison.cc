#include "tests/harness/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "analyzer/core/escape.h"
#include "analyzer/core/source_text.h"

namespace krepis::testing {
namespace {

using analyzer::EscapeForTerminal;

constexpr size_t kNone = static_cast<size_t>(-1);

/// A matching in which as many expectations as possible have a finding of their own (augmenting
/// paths, breadth first). Parts may overlap: "a" and "ab" both fit one message, only one the other.
std::vector<size_t> FindingOf(const std::vector<std::vector<size_t>>& candidates,
                              size_t finding_count) {
  std::vector<size_t> finding_of(candidates.size(), kNone);
  std::vector<size_t> expectation_of(finding_count, kNone);
  for (size_t root = 0; root < candidates.size(); ++root) {
    std::vector<size_t> reached_from(finding_count, kNone);  // finding -> expectation
    std::vector<size_t> queue = {root};
    size_t free = kNone;
    for (size_t next = 0; next < queue.size() && free == kNone; ++next) {
      for (const size_t finding : candidates[queue[next]]) {
        if (reached_from[finding] != kNone) continue;
        reached_from[finding] = queue[next];
        if (expectation_of[finding] == kNone) {
          free = finding;
          break;
        }
        queue.push_back(expectation_of[finding]);
      }
    }
    while (free != kNone) {
      const size_t expectation = reached_from[free];
      expectation_of[free] = expectation;
      free = std::exchange(finding_of[expectation], free);
    }
  }
  return finding_of;
}

std::string Line(std::string_view kind, std::string_view rule, std::string_view id,
                 std::string_view text) {
  return fmt::format("{}: {}", kind, ExpectationText(rule, id, text));
}

std::string SpanText(const ColumnSpan& span) {
  return span.open ? fmt::format(":{}-...", span.begin)
                   : fmt::format(":{}-{}", span.begin, span.end);
}

std::string PlaceText(const Finding& finding) {
  const analyzer::Position begin = finding.location.begin;
  const analyzer::Position end = finding.location.end;
  std::string place = finding.path.empty() ? "nowhere" : EscapeForTerminal(finding.path);
  if (begin.line == 0) return place;
  fmt::format_to(std::back_inserter(place), ":{}", begin.line);
  return place + SpanText({begin.column, end.column, end.line > begin.line});
}

std::string SourceLine(const Fixture& fixture, const Finding& finding) {
  for (const FixtureFile& file : fixture.files) {
    if (file.path != finding.path) continue;
    const analyzer::LineTable lines(file.contents);
    return EscapeForTerminal(lines.Line(finding.location.begin.line));
  }
  return "";
}

bool MustBeMentioned(const Fixture& fixture, const Finding& finding) {
  if (finding.kind == FindingKind::kUnknown) return false;
  if (finding.kind != FindingKind::kChain) return true;
  return std::any_of(fixture.expectations.begin(), fixture.expectations.end(),
                     [&](const Expectation& expectation) {
                       return expectation.kind == FindingKind::kChain &&
                              expectation.line == finding.location.begin.line &&
                              fixture.files[expectation.file].path == finding.path;
                     });
}

}  // namespace

Finding ChainFinding(std::string_view route, std::string chain, std::string path,
                     const analyzer::Location& location) {
  const size_t space = route.find(' ');
  const std::string_view id = space == std::string_view::npos ? "" : route.substr(space + 1);
  return {FindingKind::kChain, std::string(route.substr(0, space)),
          std::string(id),     std::move(chain),
          std::move(path),     location};
}

std::vector<Finding> FindingsOf(const analyzer::Report& report) {
  std::vector<Finding> findings;
  for (const analyzer::Diagnostic& violation : report.violations) {
    const bool error = violation.severity == analyzer::Severity::kError;
    findings.push_back({error ? FindingKind::kError : FindingKind::kWarning, violation.rule,
                        violation.id, EscapeForTerminal(violation.message), violation.path,
                        violation.location});
  }
  for (const analyzer::Unknown& unknown : report.unknowns) {
    findings.push_back({FindingKind::kUnknown, unknown.kind, "", EscapeForTerminal(unknown.text),
                        unknown.path, unknown.location});
  }
  return findings;
}

bool Matches(const Fixture& fixture, const Expectation& expectation, const Finding& finding) {
  const analyzer::Position begin = finding.location.begin;
  const analyzer::Position end = finding.location.end;
  const bool chain = finding.kind == FindingKind::kChain;
  if (chain && (expectation.part != finding.message || expectation.id != finding.id)) return false;
  if (expectation.kind != finding.kind || expectation.rule != finding.rule ||
      (!expectation.id.empty() && expectation.id != finding.id) ||
      fixture.files[expectation.file].path != finding.path || expectation.line != begin.line ||
      finding.message.find(expectation.part) == std::string::npos) {
    return false;
  }
  if (!expectation.span) return true;
  const ColumnSpan& span = *expectation.span;
  return span.begin == begin.column &&
         (span.open ? end.line > begin.line : end.line == begin.line && span.end == end.column);
}

Comparison Compare(const Fixture& fixture, const std::vector<Finding>& findings) {
  std::vector<std::vector<size_t>> candidates(fixture.expectations.size());
  for (size_t e = 0; e < candidates.size(); ++e) {
    for (size_t f = 0; f < findings.size(); ++f) {
      if (Matches(fixture, fixture.expectations[e], findings[f])) candidates[e].push_back(f);
    }
  }
  const std::vector<size_t> finding_of = FindingOf(candidates, findings.size());
  Comparison comparison;
  std::vector<bool> met(findings.size());
  for (size_t e = 0; e < finding_of.size(); ++e) {
    if (finding_of[e] == kNone) {
      comparison.missing.push_back(e);
    } else {
      met[finding_of[e]] = true;
    }
  }
  for (size_t f = 0; f < findings.size(); ++f) {
    if (!met[f] && MustBeMentioned(fixture, findings[f])) comparison.surplus.push_back(f);
  }
  return comparison;
}

std::string Explain(const Fixture& fixture, const std::vector<Finding>& findings,
                    const Comparison& comparison) {
  std::string text = fmt::format("{}: {} missing, {} surplus\n", fixture.name,
                                 comparison.missing.size(), comparison.surplus.size());
  for (const size_t index : comparison.missing) {
    const Expectation& expected = fixture.expectations[index];
    const FixtureFile& file = fixture.files[expected.file];
    text +=
        fmt::format("  missing {}:{}{} {}\n          (expected at {}:{})\n", file.path,
                    expected.line, expected.span ? SpanText(*expected.span) : "",
                    Line(FindingKindName(expected.kind), expected.rule, expected.id, expected.part),
                    fixture.name, file.marker_line + expected.written_line);
  }
  for (const size_t index : comparison.surplus) {
    const Finding& finding = findings[index];
    text +=
        fmt::format("  surplus {} {}\n", PlaceText(finding),
                    Line(FindingKindName(finding.kind), finding.rule, finding.id, finding.message));
    const std::string source = SourceLine(fixture, finding);
    if (!source.empty()) text += fmt::format("          {}\n", source);
  }
  return text;
}

}  // namespace krepis::testing
