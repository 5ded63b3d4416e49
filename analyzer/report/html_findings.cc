#include "analyzer/report/html_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/core/utf8.h"
#include "analyzer/report/finding_text.h"
#include "analyzer/report/html_markdown.h"
#include "analyzer/report/markup.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/source_cache.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEvidence = 40;
constexpr size_t kMaxSnippets = 8'000;
constexpr size_t kMaxUnknownsOfKind = 1'000;
constexpr uint32_t kSnippetWidth = 120;
constexpr size_t kOpenEvidence = 6;

/// A name of the repository, kept from turning the text around it.
std::string Name(std::string_view name) { return "<bdi>" + MarkupText(name) + "</bdi>"; }

std::string Place(std::string_view path, const Location& location) {
  if (path.empty()) return "";
  std::string place = "<code class=\"place\">" + Name(path);
  if (location.begin.line != 0)
    place += fmt::format(":{}:{}", location.begin.line, location.begin.column);
  return place + "</code>";
}

/// A sentence of krepis, in which `code` is marked.
std::string Sentence(std::string_view text) {
  std::string out;
  for (size_t at = 0;;) {
    const size_t begin = text.find('`', at);
    const size_t end = begin == text.npos ? begin : text.find('`', begin + 1);
    if (end == text.npos) return out + MarkupText(text.substr(at));
    out += MarkupText(text.substr(at, begin - at)) + "<code>" +
           MarkupText(text.substr(begin + 1, end - begin - 1)) + "</code>";
    at = end + 1;
  }
}

/// Where `column` of a terminal stands in `text`, in bytes.
size_t ByteAt(std::string_view text, uint32_t column) {
  size_t i = 0;
  for (uint32_t at = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    at += static_cast<uint32_t>(DisplayWidth(point.value));
    if (at > column) break;
    i += point.length;
  }
  return i;
}

/// Quotes places of the sources, as many as a page should.
class Quotes {
 public:
  explicit Quotes(const FormatOptions& options) : cache_(options.source, options.quotes) {}

  std::string At(std::string_view path, const Location& location) {
    if (path.empty() || location.begin.line == 0 || left_ == 0) return "";
    const std::optional<SourceLine> line = cache_.Line(path, location.begin.line);
    if (!line) return "";
    const Snippet snippet = MakeSnippet(*line, location, kSnippetWidth);
    --left_;
    const std::string_view code = snippet.code;
    const size_t begin = ByteAt(code, snippet.mark_start);
    const size_t end = std::max(begin, ByteAt(code, snippet.mark_start + snippet.mark_width));
    return fmt::format(
        "<pre class=\"quote\"><span class=\"line\">{}</span><code>{}<mark>{}</mark>{}</code></pre>",
        snippet.line, MarkupText(code.substr(0, begin)),
        MarkupText(code.substr(begin, end - begin)), MarkupText(code.substr(end)));
  }

 private:
  SourceCache cache_;
  size_t left_ = kMaxSnippets;
};

std::string EvidenceList(const Diagnostic& violation, Quotes& quotes) {
  if (violation.evidence.empty()) return "";
  std::string out = fmt::format(
      "<details class=\"evidence\"{}><summary>Evidence <span>{}</span></summary>\n<ol>\n",
      violation.evidence.size() <= kOpenEvidence ? " open" : "", violation.evidence.size());
  const size_t shown = std::min(violation.evidence.size(), kMaxEvidence);
  for (size_t i = 0; i < shown; ++i) {
    const Evidence& evidence = violation.evidence[i];
    out += fmt::format("<li>{} <span>{}</span>{}</li>\n", Place(evidence.path, evidence.location),
                       Sentence(evidence.text), quotes.At(evidence.path, evidence.location));
  }
  if (shown < violation.evidence.size())
    out += fmt::format("<li>{} more</li>\n", violation.evidence.size() - shown);
  return out + "</ol>\n</details>\n";
}

std::string Finding(const Diagnostic& violation, const std::string& modules, Quotes& quotes) {
  const std::string_view severity = SeverityName(violation.severity);
  const std::string rule = MarkupText(violation.rule);
  std::string out = fmt::format(
      "<article class=\"finding {0}\" id=\"f-{1}\" data-rule=\"{2}\" data-id=\"{3}\" "
      "data-severity=\"{0}\" data-modules=\"{4}\">\n",
      severity, MarkupText(violation.fingerprint), rule, MarkupText(violation.id), modules);
  out += fmt::format(
      "<p class=\"tags\"><span class=\"severity\">{}</span> <a class=\"rule\" "
      "href=\"#view=rules&amp;rule={}\">{}</a>",
      severity, rule, rule);
  if (!violation.id.empty())
    out += fmt::format(" <span class=\"own\">{}</span>", Name(violation.id));
  out += fmt::format(
      " <a class=\"link\" href=\"#finding={}\" aria-label=\"Link to this finding\">#</a></p>\n",
      MarkupText(violation.fingerprint));
  out += fmt::format("<h3>{}</h3>\n", Sentence(violation.message));
  const std::string place = Place(violation.path, violation.location);
  if (!place.empty()) out += fmt::format("<p class=\"where\">{}</p>\n", place);
  out += quotes.At(violation.path, violation.location);
  if (!violation.because.empty() || !violation.fix.empty()) {
    out += "<dl>";
    if (!violation.because.empty())
      out += fmt::format("<dt>because</dt><dd>{}</dd>", Sentence(violation.because));
    if (!violation.fix.empty())
      out += fmt::format("<dt>fix</dt><dd>{}</dd>", Sentence(violation.fix));
    out += "</dl>\n";
  }
  return out + EvidenceList(violation, quotes) + "</article>\n";
}

}  // namespace

std::vector<size_t> ListedFindings(const Report& report) {
  std::vector<size_t> listed;
  for (const bool errors : {true, false}) {
    for (size_t i = 0; i < report.violations.size(); ++i) {
      if ((report.violations[i].severity == Severity::kError) == errors) listed.push_back(i);
    }
  }
  listed.resize(std::min(listed.size(), kMaxHtmlFindings));
  return listed;
}

std::string HtmlFindings(const Report& report, std::span<const size_t> listed,
                         const FormatOptions& options,
                         const std::function<std::string(size_t)>& modules) {
  Quotes quotes(options);
  std::string out;
  for (const size_t index : listed)
    out += Finding(report.violations[index], modules(index), quotes);
  if (listed.size() < report.violations.size()) {
    out += fmt::format(
        "<p class=\"rest\">{} more are not listed here; <code>--format json</code> has all.</p>\n",
        report.violations.size() - listed.size());
  }
  return out;
}

std::string HtmlRules(const Report& report) {
  std::map<std::string_view, size_t> counts;
  for (const Diagnostic& violation : report.violations) ++counts[violation.rule];
  const auto count = [&](const RuleDescription& rule) {
    const auto found = counts.find(rule.id);
    return found == counts.end() ? 0 : found->second;
  };
  std::vector<const RuleDescription*> rules;
  for (const bool found : {true, false}) {
    for (const RuleDescription& rule : report.rules) {
      if ((count(rule) != 0) == found) rules.push_back(&rule);
    }
  }
  std::string out;
  for (const RuleDescription* rule : rules) {
    const size_t found = count(*rule);
    out += fmt::format(
        "<details class=\"rule{}\" data-rule=\"{}\">\n<summary><h3>{}</h3><span "
        "class=\"count\">{}</span><span class=\"summary\">{}</span></summary>\n",
        found == 0 ? "" : " found", MarkupText(rule->id), MarkupText(rule->id),
        found == 0 ? "" : Counted(found, "finding", "findings"), MarkupText(rule->summary));
    if (found != 0) {
      out += fmt::format(
          "<p><a class=\"show\" href=\"#view=findings&amp;rule={}\">Show the findings</a></p>\n",
          MarkupText(rule->id));
    }
    out += HtmlOfMarkdown(rule->markdown) + "</details>\n";
  }
  return out;
}

std::string HtmlUnknowns(const Report& report) {
  std::map<std::string_view, std::vector<const Unknown*>> kinds;
  for (const Unknown& unknown : report.unknowns) kinds[unknown.kind].push_back(&unknown);
  std::string out;
  for (const auto& [kind, unknowns] : kinds) {
    const size_t shown = std::min(unknowns.size(), kMaxUnknownsOfKind);
    out += fmt::format(
        "<details class=\"unknown\" open>\n<summary><h3>{}</h3><span "
        "class=\"count\">{}</span></summary>\n<ul>\n",
        MarkupText(kind), unknowns.size());
    for (size_t i = 0; i < shown; ++i) {
      out += fmt::format("<li>{} {}</li>\n", Place(unknowns[i]->path, unknowns[i]->location),
                         MarkupText(unknowns[i]->text));
    }
    if (shown < unknowns.size()) out += fmt::format("<li>{} more</li>\n", unknowns.size() - shown);
    out += "</ul>\n</details>\n";
  }
  return out;
}

}  // namespace krepis::analyzer
