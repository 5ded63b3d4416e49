#include "analyzer/report/checkstyle.h"

#include <fmt/format.h>

#include "analyzer/report/finding_text.h"
#include "analyzer/report/markup.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEvidence = 20;

std::string ErrorElement(const Diagnostic& violation) {
  std::string out = "    <error";
  const Position begin = violation.location.begin;
  if (begin.line != 0) out += fmt::format(" line=\"{}\" column=\"{}\"", begin.line, begin.column);
  std::string source = "krepis." + violation.rule;
  if (!violation.id.empty()) source += '/' + violation.id;
  return out + fmt::format(" severity=\"{}\" message=\"{}\" source=\"{}\"/>\n",
                           SeverityName(violation.severity),
                           MarkupEscaped(FullMessage(violation, kMaxEvidence)), MarkupText(source));
}

}  // namespace

std::string RenderCheckstyle(const Report& report, const FormatOptions&) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  const Diagnostic* previous = nullptr;  // violations are sorted by path
  for (const Diagnostic& violation : report.violations) {
    if (previous == nullptr || previous->path != violation.path) {
      if (previous != nullptr) out += "  </file>\n";
      out += fmt::format("  <file name=\"{}\">\n", MarkupText(violation.path));
    }
    out += ErrorElement(violation);
    previous = &violation;
  }
  if (previous != nullptr) out += "  </file>\n";
  for (const Incomplete& incomplete : report.incomplete) {
    out += fmt::format(
        "  <file name=\"{}\">\n    <error severity=\"error\" message=\"{}\" "
        "source=\"krepis.incomplete\"/>\n  </file>\n",
        MarkupText(incomplete.path), MarkupEscaped(IncompleteLine(incomplete)));
  }
  return out + "</checkstyle>\n";
}

}  // namespace krepis::analyzer
