#include "analyzer/report/github.h"

#include <fmt/format.h>

#include <string_view>

#include "analyzer/core/escape.h"
#include "analyzer/report/finding_text.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kShownPerKind = 10;  // by GitHub, per step
constexpr size_t kMaxEvidence = 10;

/// Escapes the text of a command, and for a property also what ends one.
std::string Escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

void AppendProperty(std::string& properties, std::string_view name, std::string_view value) {
  properties += properties.empty() ? ' ' : ',';
  properties += name;
  properties += '=';
  properties += Escape(value, true);
}

std::string Properties(const Diagnostic& violation) {
  std::string properties;
  const Position begin = violation.location.begin;
  const Position end = violation.location.end;
  if (!violation.path.empty()) {
    AppendProperty(properties, "file", EscapeForTerminal(violation.path));
  }
  if (begin.line != 0) {
    AppendProperty(properties, "line", std::to_string(begin.line));
    if (end.line >= begin.line) AppendProperty(properties, "endLine", std::to_string(end.line));
    if (end.line <= begin.line) {  // columns of a span over several lines are refused
      AppendProperty(properties, "col", std::to_string(begin.column));
      if (end.column > begin.column) {
        AppendProperty(properties, "endColumn", std::to_string(end.column));
      }
    }
  }
  AppendProperty(properties, "title", RuleLabel(violation));
  return properties;
}

}  // namespace

std::string RenderGithub(const Report& report, const FormatOptions&) {
  std::string out;
  for (const Severity severity : {Severity::kError, Severity::kWarning}) {
    for (const Diagnostic& violation : report.violations) {
      if (violation.severity != severity) continue;
      out += fmt::format("::{}{}::{}\n", SeverityName(severity), Properties(violation),
                         Escape(FullMessage(violation, kMaxEvidence), false));
    }
  }
  for (const Incomplete& incomplete : report.incomplete) {
    out += fmt::format("::error title=krepis::{}\n", Escape(IncompleteLine(incomplete), false));
  }
  std::string more;
  const auto beyond = [&more](uint64_t count, std::string_view noun) {
    if (count <= kShownPerKind) return;
    const uint64_t hidden = count - kShownPerKind;
    more += fmt::format("{}+{} more {}{}", more.empty() ? "" : ", ", hidden, noun,
                        hidden == 1 ? "" : "s");
  };
  beyond(report.summary.errors + report.incomplete.size(), "error");
  beyond(report.summary.warnings, "warning");
  if (!more.empty()) {
    more = fmt::format(" ({} than the {} of a kind that GitHub shows of a step: the log has all)",
                       more, kShownPerKind);
  }
  return out + fmt::format("::notice title=krepis::{}{}\n",
                           Escape(SummaryLine(report.summary), false), more);
}

}  // namespace krepis::analyzer
