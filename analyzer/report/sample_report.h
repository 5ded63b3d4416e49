#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/source_text.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

// For the tests of the formats: a small report with a finding of each kind, and the sources it
// speaks of.

inline const std::map<std::string, std::string, std::less<>>& SampleSources() {
  static const std::map<std::string, std::string, std::less<>> files{
      {"apps/shop/src/a b.ts",
       "import x from \"y\";\nimport { b } from \"../../admin/src/b\";\n\trun(\"\xE4\xB8\xAD\", "
       "x);\n"},
      {"apps/admin/src/b.ts", "export * from '../../core/c'; // \xE2\x80\xAE\n"}};
  return files;
}

/// Where `part` stands in the sample file at `path`.
inline Location SampleLocation(std::string_view path, std::string_view part) {
  const std::string& text = SampleSources().find(path)->second;
  const LineTable lines(text);
  return lines.Locate({static_cast<uint32_t>(text.find(part)), static_cast<uint32_t>(part.size())});
}

inline Report SampleReport() {
  constexpr std::string_view kShop = "apps/shop/src/a b.ts";
  constexpr std::string_view kAdmin = "apps/admin/src/b.ts";
  Report report;
  Diagnostic deny;
  deny.rule = "layering/deny";
  deny.id = "apps-are-islands";
  deny.path = kShop;
  deny.location = SampleLocation(kShop, "\"../../admin/src/b\"");
  deny.from = kShop;
  deny.to = kAdmin;
  deny.message = "app:shop may not depend on app:admin";
  deny.because = "apps are deployed separately";
  deny.fix = "move the shared part to packages/core";
  deny.fingerprint_key = "shop>admin:import";
  deny.evidence = {{deny.path, deny.location, "imports apps/admin/src/b.ts"},
                   {std::string(kAdmin), SampleLocation(kAdmin, "'../../core/c'"), "re-exports"},
                   {"krepis.toml", {{}, {12, 3}, {12, 9}}, "the rule"}};
  Diagnostic capability;
  capability.rule = "sandbox/capability";
  capability.severity = Severity::kWarning;
  capability.path = kShop;
  capability.location = SampleLocation(kShop, "run");
  capability.message = "shop reaches [net](http://evil) \x1B[31m";
  capability.fingerprint_key = "shop>net";
  Diagnostic nowhere;
  nowhere.rule = "layering/unresolved";
  nowhere.severity = Severity::kWarning;
  nowhere.message = "5 imports resolve to nothing, 0 are allowed";
  report.violations = {deny, capability, nowhere};
  report.unknowns = {{"dynamic-import", std::string(kShop), {{}, {3, 2}, {3, 5}}, "import(x)"},
                     {"partial-parse", std::string(kAdmin), {}, ""},
                     {"dynamic-import", std::string(kAdmin), {{}, {1, 1}, {0, 0}}, "import(\x1B)"}};
  report.incomplete = {{"big.ts", "larger than 10000000 bytes"}, {"", "a worker died"}};
  report.rules = {
      {"layering/deny", "A dependency that a rule forbids.",
       "# layering/deny\n\n## What it does\n\nForbids\nedges.\n\n## Why\n\nx\n", Severity::kError},
      {"sandbox/unknown", "", "", Severity::kOff}};
  report.summary = {120, 340, 6, 12, 1, 2, 3, 4, 5, 3, 40, 38};
  Finish(report);
  return report;
}

inline FormatOptions SampleOptions() {
  FormatOptions options;
  options.version = "0.1.0";
  options.source = [](std::string_view path) -> std::optional<std::string> {
    const auto file = SampleSources().find(path);
    if (file == SampleSources().end()) return std::nullopt;
    return file->second;
  };
  return options;
}

}  // namespace krepis::analyzer
