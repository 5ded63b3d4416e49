#include "analyzer/report/finding_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analyzer/core/escape.h"

namespace krepis::analyzer {

std::string RuleLabel(const Diagnostic& violation) {
  std::string label = EscapeForTerminal(violation.rule);
  if (!violation.id.empty()) label += ' ' + EscapeForTerminal(violation.id);
  return label;
}

std::string PlaceLabel(std::string_view path, const Location& location) {
  std::string label = EscapeForTerminal(path);
  if (location.begin.line != 0) {
    fmt::format_to(std::back_inserter(label), ":{}:{}", location.begin.line, location.begin.column);
  }
  return label;
}

std::string FullMessage(const Diagnostic& violation, size_t max_evidence) {
  std::string text = EscapeForTerminal(violation.message);
  if (!violation.because.empty()) text += "\nbecause: " + EscapeForTerminal(violation.because);
  if (!violation.fix.empty()) text += "\nfix: " + EscapeForTerminal(violation.fix);
  const size_t shown = std::min(violation.evidence.size(), max_evidence);
  for (size_t i = 0; i < shown; ++i) {
    const Evidence& evidence = violation.evidence[i];
    const std::string place = PlaceLabel(evidence.path, evidence.location);
    text += '\n' + place;
    if (!place.empty() && !evidence.text.empty()) text += ": ";
    text += EscapeForTerminal(evidence.text);
  }
  if (shown < violation.evidence.size()) {
    text += fmt::format("\n{} more", violation.evidence.size() - shown);
  }
  return text;
}

std::string Counted(uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string SummaryLine(const Summary& summary) {
  std::string line = fmt::format(
      "{}, {} in {}, {}, {}", Counted(summary.errors, "error", "errors"),
      Counted(summary.warnings, "warning", "warnings"), Counted(summary.files, "file", "files"),
      Counted(summary.edges, "edge", "edges"), Counted(summary.modules, "module", "modules"));
  if (summary.routes != 0) line += ", " + Counted(summary.routes, "route", "routes");
  if (summary.registrations != 0) {
    line += fmt::format(", {} of {} resolved", summary.resolved_registrations,
                        Counted(summary.registrations, "registration", "registrations"));
  }
  line += fmt::format("; {} suppressed", summary.suppressed);
  if (summary.baselined != 0) line += fmt::format(", {} baselined", summary.baselined);
  return line + fmt::format(", {} unresolved, {} unknown", summary.unresolved, summary.unknown);
}

std::string ComparisonLine(const Comparison& comparison) {
  constexpr size_t kShortId = 12;
  std::string line;
  if (comparison.commit.empty()) {
    line = "there is no commit yet, and everything is new";
  } else {
    const std::string commit = comparison.commit.substr(0, kShortId);
    const std::string revision = EscapeForTerminal(comparison.revision);
    line = fmt::format(
        "{} since {} ({})", comparison.unchanged ? "no file has changed" : "new", commit,
        comparison.revision == "HEAD" ? "HEAD" : fmt::format("where HEAD and {} part", revision));
  }
  if (comparison.older == 0) return line;
  return line + fmt::format("; {} older {} not shown", comparison.older,
                            comparison.older == 1 ? "one is" : "ones are");
}

std::string IncompleteLine(const Incomplete& incomplete) {
  return fmt::format("not analysed: {}{}{}", EscapeForTerminal(incomplete.path),
                     incomplete.path.empty() ? "" : ": ", EscapeForTerminal(incomplete.reason));
}

}  // namespace krepis::analyzer
