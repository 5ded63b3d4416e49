#include "analyzer/report/text.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "analyzer/report/sample_report.h"

namespace krepis::analyzer {

TEST_CASE("text shows what, where, why and what to do") {
  CHECK(RenderText(SampleReport(), SampleOptions()) ==
        R"(warning[layering/unresolved]: 5 imports resolve to nothing, 0 are allowed
  = help: krepis explain layering/unresolved

error[layering/deny apps-are-islands]: app:shop may not depend on app:admin
 --> apps/shop/src/a b.ts:2:19
  |
2 | import { b } from "../../admin/src/b";
  |                   ^^^^^^^^^^^^^^^^^^^ imports apps/admin/src/b.ts
  |
 ::: apps/admin/src/b.ts:1:15
1 | export * from '../../core/c'; // \u{202e}
  |               -------------- re-exports
  |
  = note: krepis.toml:12:3: the rule
  = because: apps are deployed separately
  = fix: move the shared part to packages/core
  = help: krepis explain layering/deny

warning[sandbox/capability]: shop reaches [net](http://evil) \x1b[31m
 --> apps/shop/src/a b.ts:3:2
  |
3 |     run("中", x);
  |     ^^^
  |
  = help: krepis explain sandbox/capability

not analysed: a worker died
not analysed: big.ts: larger than 10000000 bytes

unknown: 2 dynamic-import, 1 partial-parse (--show-unknown lists them)

1 error, 2 warnings in 120 files, 340 edges, 6 modules, 12 routes, 38 of 40 registrations resolved; 3 suppressed, 4 baselined, 5 unresolved, 3 unknown
)");
}

TEST_CASE("unknowns are listed when asked for") {
  Report report = SampleReport();
  report.violations.clear();
  report.incomplete.clear();
  report.summary = {1, 1, 1, 0, 0, 0, 0, 0, 0, 3};
  FormatOptions options = SampleOptions();
  options.show_unknown = true;
  CHECK(RenderText(report, options) == R"(unknown[partial-parse]: apps/admin/src/b.ts
unknown[dynamic-import]: apps/admin/src/b.ts:1:1: import(\x1b)
unknown[dynamic-import]: apps/shop/src/a b.ts:3:2: import(x)

0 errors, 0 warnings in 1 file, 1 edge, 1 module; 0 suppressed, 0 unresolved, 3 unknown
)");
}

TEST_CASE("without sources every place is still named") {
  FormatOptions options = SampleOptions();
  options.source = nullptr;
  Report report = SampleReport();
  report.violations = {report.violations[1]};
  report.unknowns.clear();
  report.incomplete.clear();
  const std::string text = RenderText(report, options);
  CHECK(text.starts_with(
      R"(error[layering/deny apps-are-islands]: app:shop may not depend on app:admin
 --> apps/shop/src/a b.ts:2:19
  = note: imports apps/admin/src/b.ts
  = note: apps/admin/src/b.ts:1:15: re-exports
  = note: krepis.toml:12:3: the rule
  = because: apps are deployed separately
)"));
}

TEST_CASE("the gutter fits the longest line number shown") {
  FormatOptions options;
  options.source = [](std::string_view path) -> std::optional<std::string> {
    return path == "a.ts" ? "x\n" : std::string(119, '\n') + "far";
  };
  Report report;
  Diagnostic violation;
  violation.rule = "layering/cycle";
  violation.path = "a.ts";
  violation.location = {{0, 1}, {1, 1}, {1, 2}};
  violation.message = "m";
  violation.evidence = {{"b.ts", {{119, 3}, {120, 1}, {120, 4}}, "back"}};
  report.violations = {violation};
  CHECK(RenderText(report, options).starts_with(R"(error[layering/cycle]: m
   --> a.ts:1:1
    |
  1 | x
    | ^
    |
   ::: b.ts:120:1
120 | far
    | --- back
    |
    = help: krepis explain layering/cycle
)"));
}

TEST_CASE("a path of many hops is cut, not printed for ever") {
  Report report = SampleReport();
  Diagnostic violation = report.violations[1];
  violation.evidence.assign(1'000, {"x.ts", {{}, {1, 1}, {1, 2}}, "hop"});
  report.violations = {violation};
  const std::string text = RenderText(report, SampleOptions());
  CHECK(text.find("= note: 960 more (--format json lists them)") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') < 100);
}

TEST_CASE("colours come only when asked for, and only as the frame's own") {
  FormatOptions options = SampleOptions();
  CHECK(RenderText(SampleReport(), options).find('\x1B') == std::string::npos);
  options.colour = true;
  std::string coloured = RenderText(SampleReport(), options);
  CHECK(coloured.find("\x1B[1;31merror[layering/deny apps-are-islands]\x1B[0m") !=
        std::string::npos);
  // Without the colours it is the same text.
  for (size_t at = 0; (at = coloured.find('\x1B', at)) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  CHECK(coloured == RenderText(SampleReport(), SampleOptions()));
}

}  // namespace krepis::analyzer
