#include "analyzer/report/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "analyzer/core/escape.h"
#include "analyzer/report/finding_text.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxRows = 500;  // a job summary holds a megabyte
constexpr size_t kMaxEvidence = 10;

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

std::string RenderMarkdown(const Report& report, const FormatOptions&) {
  std::string out = fmt::format("### krepis: {}\n", Plain(SummaryLine(report.summary)));
  const size_t shown = std::min(report.violations.size(), kMaxRows);
  if (shown != 0) out += "\n| | rule | place | finding |\n|---|---|---|---|\n";
  for (size_t i = 0; i < shown; ++i) {
    const Diagnostic& violation = report.violations[i];
    out += fmt::format("| {} | {} | {} | {} |\n", SeverityName(violation.severity),
                       Plain(RuleLabel(violation)),
                       Plain(PlaceLabel(violation.path, violation.location)),
                       Plain(FullMessage(violation, kMaxEvidence)));
  }
  if (shown < report.violations.size()) {
    out += fmt::format("\n{} more.\n", report.violations.size() - shown);
  }
  if (!report.incomplete.empty()) out += '\n';
  for (const Incomplete& incomplete : report.incomplete) {
    out += fmt::format("- {}\n", Plain(IncompleteLine(incomplete)));
  }
  return out;
}

}  // namespace krepis::analyzer
