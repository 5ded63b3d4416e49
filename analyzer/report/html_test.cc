#include "analyzer/report/html.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "analyzer/report/finding_text.h"
#include "analyzer/report/html_findings.h"
#include "analyzer/report/html_markdown.h"
#include "analyzer/report/html_text.h"
#include "analyzer/report/markup.h"
#include "analyzer/report/sample_report.h"

namespace krepis::analyzer {
namespace {

size_t Occurrences(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

/// What stands between `begin` and the next `end`.
std::string_view Between(std::string_view text, std::string_view begin, std::string_view end) {
  const size_t start = text.find(begin);
  REQUIRE(start != text.npos);
  text.remove_prefix(start + begin.size());
  const size_t stop = text.find(end);
  REQUIRE(stop != text.npos);
  return text.substr(0, stop);
}

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

constexpr std::string_view kHostile = "</script><img src=x onerror=\"alert('1')\">&\xE2\x80\xAE";

TEST_CASE("text is text: no markup, no overrides, one line") {
  CHECK(MarkupText("<a href=\"x\">'&'</a>") ==
        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  CHECK(MarkupText("a\xE2\x80\xAE\n\x1B\xFF") == "a\\u{202e}\\n\\x1b\\xff");
  CHECK(HtmlLines("<\n>") == "&lt;\n&gt;");
  CHECK(ScriptJson("{\"a\": \"</script><!--\"}") == "{\"a\": \"\\u003c/script>\\u003c!--\"}");
}

TEST_CASE("hashes are those of the standard") {
  // RFC 4648 and FIPS 180-4: the digest of nothing.
  CHECK(CspHash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  CHECK(CspHash("abc") == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
}

TEST_CASE("the policy allows the blocks that are there, and nothing else") {
  const std::string page = RenderHtml(SampleReport(), SampleOptions());
  const std::string policy(
      Between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\">"));
  CHECK(policy.starts_with("default-src 'none'; "));
  CHECK(Contains(policy, "script-src " + CspHash(Between(page, "<script>", "</script>")) + ";"));
  CHECK(Contains(policy, "style-src " + CspHash(Between(page, "<style>", "</style>")) + ";"));
  CHECK_FALSE(Contains(policy, "unsafe"));
  CHECK(Occurrences(page, "<script>") == 1);
  CHECK_FALSE(Contains(page, " style=\""));
  CHECK_FALSE(Contains(page, " onclick="));
  CHECK_FALSE(Contains(page, " src="));
  CHECK_FALSE(Contains(page, "href=\"http"));
}

TEST_CASE("the page lists what the report counts") {
  const Report report = SampleReport();
  const std::string page = RenderHtml(report, SampleOptions());
  CHECK(Occurrences(page, "<article class=\"finding") == report.violations.size());
  CHECK(Contains(page, "data-count=\"errors\">1</span> error"));
  CHECK(Contains(page, "data-count=\"warnings\">2</span> warnings"));
  CHECK(Contains(page, "<dd data-count=\"files\">120</dd>"));
  CHECK(Contains(page, "<dd data-count=\"edges\">340</dd>"));
  CHECK(Contains(page, "not analysed: big.ts: larger than 10000000 bytes"));
  CHECK(Occurrences(page, "dynamic-import") == 1);
  CHECK(Contains(page, "import(\\x1b)"));
  CHECK(Contains(page, "<title>1 error, 2 warnings · krepis</title>"));
}

TEST_CASE("a finding says what, where, why, what to do and on what evidence") {
  const std::string page = RenderHtml(SampleReport(), SampleOptions());
  const std::string_view finding =
      Between(page, "data-rule=\"layering/deny\" data-id=\"apps-are-islands\"", "</article>");
  CHECK(Contains(finding, "<h3>app:shop may not depend on app:admin</h3>"));
  CHECK(Contains(finding, "<bdi>apps/shop/src/a b.ts</bdi>:2:19"));
  CHECK(Contains(finding, "import { b } from <mark>&quot;../../admin/src/b&quot;</mark>;"));
  CHECK(Contains(finding, "<dt>because</dt><dd>apps are deployed separately</dd>"));
  CHECK(Contains(finding, "<dt>fix</dt><dd>move the shared part to packages/core</dd>"));
  CHECK(Occurrences(finding, "<li>") == 3);
  CHECK(Contains(finding, "export * from <mark>&#39;../../core/c&#39;</mark>; // \\u{202e}"));
}

TEST_CASE("errors come first, and a page ends") {
  Report report;
  for (size_t i = 0; i < kMaxHtmlFindings + 3; ++i) {
    Diagnostic& violation = report.violations.emplace_back();
    violation.rule = "layering/deny";
    violation.path = "a.ts";
    violation.location.begin = violation.location.end = {static_cast<uint32_t>(i + 1), 1};
    violation.severity = i % 2 == 0 ? Severity::kWarning : Severity::kError;
  }
  Finish(report);
  const std::vector<size_t> listed = ListedFindings(report);
  CHECK(listed.size() == kMaxHtmlFindings);
  CHECK(report.violations[listed.front()].severity == Severity::kError);
  CHECK(report.violations[listed.back()].severity == Severity::kWarning);
  CHECK(Contains(RenderHtml(report, {}), "3 more are not listed here"));
}

TEST_CASE("a report without violations says so") {
  Report report;
  report.summary.files = 12;
  report.summary.edges = 1;
  const std::string page = RenderHtml(report, {});
  CHECK(Contains(page, "<h1>No violations</h1>"));
  CHECK(Contains(page, "12 files and 1 dependency were checked."));
  CHECK(Contains(page, "Everything could be decided."));
  CHECK_FALSE(Contains(page, "<article"));
}

TEST_CASE("the modules are there for the script to draw, and only for it") {
  FormatOptions options = SampleOptions();
  CHECK_FALSE(Contains(RenderHtml(SampleReport(), options), "id=\"diagram\""));
  options.modules = [] {
    ModuleMap map;
    map.modules = {{"app:admin", "app", 1, {}}, {"app:shop", "app", 1, {}}};
    map.files = {{"apps/admin/src/b.ts", 0}, {"apps/shop/src/a b.ts", 1}};
    map.imports = {{1, 0, 2, EdgeKind::kImport}};
    return map;
  };
  const std::string page = RenderHtml(SampleReport(), options);
  CHECK(Contains(page,
                 "<section id=\"diagram\" data-view=\"diagram\" "
                 "aria-labelledby=\"diagram-title\" hidden>"));
  CHECK(Contains(page, "\"dependencies\":[[0,1,1,[0],[0,1,2,-1]]]"));
  CHECK(Contains(page, "data-severity=\"error\" data-modules=\"0 1\""));
  Report nothing;
  options.modules = []() -> ModuleMap {
    FAIL("there is no model");
    return {};
  };
  CHECK(Contains(RenderHtml(nothing, options), "Nothing was analysed."));
}

TEST_CASE("a report of a change says since when") {
  FormatOptions options = SampleOptions();
  options.since = Comparison{"main", "0123456789abcdef", false, 3};
  const std::string page = RenderHtml(SampleReport(), options);
  CHECK(Contains(RenderHtml({}, options), "<h1>No new violations</h1>"));
  CHECK(
      Contains(page, "<p class=\"notice\">" + MarkupText(ComparisonLine(*options.since)) + "</p>"));
}

TEST_CASE("names cannot break out") {
  Report report;
  Diagnostic& violation = report.violations.emplace_back();
  violation.rule = violation.id = violation.path = violation.message = kHostile;
  violation.from = violation.to = violation.because = violation.fix = kHostile;
  violation.evidence.push_back({std::string(kHostile), {}, std::string(kHostile)});
  report.unknowns.push_back({std::string(kHostile), std::string(kHostile), {}, "x"});
  report.incomplete.push_back({std::string(kHostile), "x"});
  report.notes.push_back(std::string(kHostile));
  report.rules.push_back({std::string(kHostile), std::string(kHostile), std::string(kHostile), {}});
  Finish(report);
  const std::string page = RenderHtml(report, {});
  CHECK_FALSE(Contains(page, "<img"));
  CHECK_FALSE(Contains(page, "\xE2\x80\xAE"));
  CHECK(Occurrences(page, "</script>") == 2);  // the data and the program
}

TEST_CASE("the same report gives the same bytes") {
  CHECK(RenderHtml(SampleReport(), SampleOptions()) == RenderHtml(SampleReport(), SampleOptions()));
}

TEST_CASE("documentation is rendered, its markup is not") {
  CHECK(HtmlOfMarkdown("# title\n\n## What\n\nOne `<b>`\nline with **weight**.\n") ==
        "<h3>What</h3>\n<p>One <code>&lt;b&gt;</code> line with <strong>weight</strong>.</p>\n");
  CHECK(HtmlOfMarkdown("- a\n  b\n- c\n\nend") ==
        "<ul>\n<li>a b</li>\n<li>c</li>\n</ul>\n<p>end</p>\n");
  CHECK(HtmlOfMarkdown("```ts\n# <x>\n\n```\n") == "<pre><code># &lt;x&gt;\n\n</code></pre>\n");
  CHECK(HtmlOfMarkdown("[a](https://b/?c&d) [e](javascript:f) ** ` <i>") ==
        "<p><a href=\"https://b/?c&amp;d\" rel=\"noreferrer\">a</a> [e](javascript:f) ** ` "
        "&lt;i&gt;</p>\n");
  CHECK(HtmlOfMarkdown("```\nopen") == "<pre><code>open\n</code></pre>\n");
}

}  // namespace
}  // namespace krepis::analyzer
