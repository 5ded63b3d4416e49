#include "analyzer/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "analyzer/core/escape.h"
#include "analyzer/report/finding_text.h"

namespace krepis::analyzer {
namespace {

// GitHub takes a job summary of a mebibyte, and drops a larger one whole.
constexpr size_t kMaxRows = 500;
constexpr size_t kMaxBytes = 900'000;
constexpr size_t kMaxEvidence = 10;
constexpr size_t kMaxIncomplete = 100;

/// Readable text without markup, on one line of a table. Punctuation that could begin some is
/// written as a character reference, line ends as <br>; what GitHub makes links of by itself
/// (addresses, mentions) is parted by an empty comment, as references do not stop it.
std::string Plain(std::string_view readable) {
  static constexpr std::string_view kMarkup = "\\`*_{}[]()<>#!|~&";
  static constexpr std::string_view kGap = "<!-- -->";
  std::string out;
  for (size_t i = 0; i < readable.size(); ++i) {
    const char c = readable[i];
    const bool link = c == '@' || (c == ':' && readable.substr(i + 1).starts_with('/')) ||
                      ((c == 'w' || c == 'W') && readable.substr(i + 1).starts_with('.'));
    if (c == '\n') {
      out += "<br>";
    } else if (kMarkup.find(c) != std::string_view::npos) {
      out += fmt::format("&#{};", static_cast<int>(c));
    } else {
      out += c;
    }
    if (link) out += kGap;
  }
  return out;
}

}  // namespace

std::string RenderMarkdown(const Report& report, const FormatOptions& options) {
  std::string out = fmt::format("### krepis: {}\n", Plain(SummaryLine(report.summary)));
  if (options.since) out += fmt::format("\n{}\n", Plain(ComparisonLine(*options.since)));
  if (!report.violations.empty()) out += "\n| | rule | place | finding |\n|---|---|---|---|\n";
  size_t shown = 0;
  bool full = false;
  for (const Severity severity : {Severity::kError, Severity::kWarning}) {
    for (const Diagnostic& violation : report.violations) {
      if (violation.severity != severity) continue;
      const std::string row = fmt::format("| {} | {} | {} | {} |\n", SeverityName(severity),
                                          Plain(RuleLabel(violation)),
                                          Plain(PlaceLabel(violation.path, violation.location)),
                                          Plain(FullMessage(violation, kMaxEvidence)));
      full = full || shown == kMaxRows || out.size() + row.size() > kMaxBytes;
      if (full) break;
      out += row;
      ++shown;
    }
  }
  if (shown < report.violations.size()) {
    out += fmt::format("\n{} more.\n", report.violations.size() - shown);
  }
  const size_t listed = std::min(report.incomplete.size(), kMaxIncomplete);
  if (listed != 0) out += '\n';
  for (size_t i = 0; i < listed; ++i) {
    out += fmt::format("- {}\n", Plain(IncompleteLine(report.incomplete[i])));
  }
  if (listed < report.incomplete.size()) {
    out += fmt::format("- {} more not analysed\n", report.incomplete.size() - listed);
  }
  return out;
}

}  // namespace krepis::analyzer
