#include "analyzer/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "analyzer/report/finding_text.h"
#include "analyzer/report/html_assets.h"
#include "analyzer/report/html_data.h"
#include "analyzer/report/html_findings.h"
#include "analyzer/report/html_text.h"
#include "analyzer/report/markup.h"
#include "analyzer/report/module_layout.h"
#include "analyzer/report/module_map.h"

namespace krepis::analyzer {
namespace {

/// Nothing is fetched, sent or framed; the only script and style are the ones in the page.
std::string Policy() {
  return fmt::format(
      "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'",
      CspHash(HtmlScript()), CspHash(HtmlStyle()));
}

std::string_view NoViolations(const FormatOptions& options) {
  return options.since ? "No new violations" : "No violations";
}

std::string Verdict(const Summary& summary, const FormatOptions& options) {
  if (summary.errors == 0 && summary.warnings == 0) return std::string(NoViolations(options));
  if (summary.errors == 0) return Counted(summary.warnings, "warning", "warnings");
  if (summary.warnings == 0) return Counted(summary.errors, "error", "errors");
  return Counted(summary.errors, "error", "errors") + ", " +
         Counted(summary.warnings, "warning", "warnings");
}

std::string Head(const Report& report, const FormatOptions& options) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"generator\" content=\"krepis {}\">\n"
      "<title>{} · krepis</title>\n<style>{}</style>\n</head>\n",
      Policy(), MarkupText(options.version), Verdict(report.summary, options), HtmlStyle());
}

/// The counts of the summary; those that are usually 0 only when they are not.
std::string Counts(const Summary& summary) {
  struct Count {
    std::string_view name;
    uint64_t value;
    bool always;
  };
  std::string out = "<dl class=\"counts\">\n";
  for (const Count& count : {Count{"files", summary.files, true},
                             {"modules", summary.modules, true},
                             {"edges", summary.edges, true},
                             {"routes", summary.routes, false},
                             {"registrations", summary.registrations, false},
                             {"suppressed", summary.suppressed, false},
                             {"baselined", summary.baselined, false},
                             {"unresolved", summary.unresolved, false},
                             {"unknown", summary.unknown, true}}) {
    if (count.value == 0 && !count.always) continue;
    out += fmt::format("<div><dt>{}</dt><dd data-count=\"{}\">{}</dd></div>\n", count.name,
                       count.name, count.value);
  }
  return out + "</dl>\n";
}

std::string Header(const Report& report, const FormatOptions& options) {
  const Summary& summary = report.summary;
  std::string out =
      fmt::format("<header class=\"top {}\">\n<p class=\"brand\">krepis <span>{}</span></p>\n<h1>",
                  summary.errors != 0     ? "error"
                  : summary.warnings != 0 ? "warning"
                                          : "clean",
                  MarkupText(options.version));
  if (summary.errors == 0 && summary.warnings == 0) {
    out += NoViolations(options);
  } else {
    const char* separator = "";
    for (const auto& [count, one, many] : {std::tuple{summary.errors, "error", "errors"},
                                           std::tuple{summary.warnings, "warning", "warnings"}}) {
      if (count == 0) continue;
      out += fmt::format("{}<span class=\"{}\" data-count=\"{}\">{}</span> {}", separator, one,
                         many, count, count == 1 ? one : many);
      separator = ", ";
    }
  }
  out += "</h1>\n" + Counts(summary) + "</header>\n";
  if (options.since)
    out += fmt::format("<p class=\"notice\">{}</p>\n", MarkupText(ComparisonLine(*options.since)));
  for (const Incomplete& incomplete : report.incomplete)
    out += fmt::format("<p class=\"notice incomplete\">{}</p>\n",
                       MarkupText(IncompleteLine(incomplete)));
  for (const std::string& note : report.notes)
    out += fmt::format("<p class=\"notice\">{}</p>\n", MarkupText(note));
  return out;
}

/// What an empty list of findings says.
std::string AllClear(const Report& report, const FormatOptions& options) {
  const Summary& summary = report.summary;
  if (summary.files == 0) return "<div class=\"clear\"><h3>Nothing was analysed.</h3></div>\n";
  std::string out = "<div class=\"clear\"><h3>Nothing to do.</h3>\n<p>";
  out += fmt::format("{} and {} were checked{}.", Counted(summary.files, "file", "files"),
                     Counted(summary.edges, "dependency", "dependencies"),
                     options.since ? "; the change adds no violation" : "");
  if (summary.baselined != 0) {
    out += fmt::format(" The baseline accepts {} from before.",
                       Counted(summary.baselined, "violation", "violations"));
  }
  if (summary.unknown != 0) {
    out += fmt::format(" {} could not be decided; see <a href=\"#view=unknowns\">Undecided</a>.",
                       Counted(summary.unknown, "question", "questions"));
  }
  if (!report.incomplete.empty()) out += " Not everything was analysed, though: see above.";
  return out + "</p></div>\n";
}

/// A view. `items`: how many it lists; its tab says so where there are any.
std::string Section(std::string_view id, std::string_view title, std::string_view body,
                    size_t items = 0) {
  const std::string attribute = items == 0 ? "" : fmt::format(" data-items=\"{}\"", items);
  return fmt::format(
      "<section id=\"{0}\" data-view=\"{0}\"{3} aria-labelledby=\"{0}-title\">\n"
      "<h2 id=\"{0}-title\">{1}</h2>\n{2}</section>\n",
      id, title, body, attribute);
}

/// A view that the script draws: without it, there is none.
std::string DrawnSection(std::string_view id, std::string_view title) {
  return fmt::format(
      "<section id=\"{0}\" data-view=\"{0}\" aria-labelledby=\"{0}-title\" hidden>\n"
      "<h2 id=\"{0}-title\">{1}</h2>\n<div class=\"board\"></div>\n</section>\n",
      id, title);
}

}  // namespace

std::string RenderHtml(const Report& report, const FormatOptions& options) {
  // Where nothing was analysed there are no modules to ask for.
  const bool drawn = options.modules && report.summary.files != 0;
  const ModuleMap map = drawn ? options.modules() : ModuleMap{};
  const ModuleFindings placed = PlaceFindings(map, report);
  const ModuleLayout layout = LayOut(map, placed.dependencies);
  std::vector<uint32_t> number(map.modules.size());
  for (uint32_t i = 0; i < layout.order.size(); ++i) number[layout.order[i]] = i;

  const std::vector<size_t> listed = ListedFindings(report);
  std::string findings = "<div id=\"filters\"></div>\n<div id=\"list\">\n";
  findings += HtmlFindings(report, listed, options, [&](size_t index) {
    std::vector<uint32_t> numbers;
    for (const uint32_t module : placed.modules_of[index]) numbers.push_back(number[module]);
    std::sort(numbers.begin(), numbers.end());
    return fmt::format("{}", fmt::join(numbers, " "));
  });
  if (report.violations.empty()) findings += AllClear(report, options);
  findings += "</div>\n";

  std::string out = Head(report, options);
  out += "<body>\n<a class=\"skip\" href=\"#list\">Skip to the findings</a>\n";
  out += Header(report, options);
  out += "<div id=\"tabs\"></div>\n<main>\n";
  out += Section("findings", "Findings", findings, report.violations.size());
  if (!map.modules.empty()) {
    out += DrawnSection("diagram", "Diagram");
    out += DrawnSection("matrix", "Matrix");
  }
  out += Section("rules", "Rules", HtmlRules(report));
  out += Section(
      "unknowns", "Undecided",
      report.unknowns.empty() ? "<p>Everything could be decided.</p>\n" : HtmlUnknowns(report),
      report.unknowns.size());
  out += fmt::format("</main>\n<script type=\"application/json\" id=\"data\">{}</script>\n",
                     HtmlData(map, layout, placed, report, listed));
  out += fmt::format("<script>{}</script>\n</body>\n</html>\n", HtmlScript());
  return out;
}

}  // namespace krepis::analyzer
