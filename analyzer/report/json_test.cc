#include "analyzer/report/json.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "analyzer/report/sample_report.h"

namespace krepis::analyzer {

TEST_CASE("json is the documented schema, in its order") {
  CHECK(RenderJson(SampleReport(), SampleOptions()) == R"json({
  "schema": "krepis.report/1",
  "version": "0.1.0",
  "summary": {
    "files": 120,
    "edges": 340,
    "modules": 6,
    "routes": 12,
    "errors": 1,
    "warnings": 2,
    "suppressed": 3,
    "baselined": 4,
    "unresolved": 5,
    "unknown": 3,
    "registrations": 40,
    "resolved_registrations": 38
  },
  "violations": [
    {
      "rule": "layering/unresolved",
      "severity": "warning",
      "message": "5 imports resolve to nothing, 0 are allowed",
      "fingerprint": "8ad17e55e23484ea7400995eadf92c6c",
      "evidence": []
    },
    {
      "rule": "layering/deny",
      "id": "apps-are-islands",
      "severity": "error",
      "path": "apps/shop/src/a b.ts",
      "line": 2,
      "column": 19,
      "end_line": 2,
      "end_column": 38,
      "from": "apps/shop/src/a b.ts",
      "to": "apps/admin/src/b.ts",
      "message": "app:shop may not depend on app:admin",
      "because": "apps are deployed separately",
      "fix": "move the shared part to packages/core",
      "fingerprint": "5b802565ce4e36d73c0a8974266b9b7f",
      "evidence": [
        {
          "path": "apps/shop/src/a b.ts",
          "line": 2,
          "column": 19,
          "text": "imports apps/admin/src/b.ts"
        },
        {
          "path": "apps/admin/src/b.ts",
          "line": 1,
          "column": 15,
          "text": "re-exports"
        },
        {
          "path": "krepis.toml",
          "line": 12,
          "column": 3,
          "text": "the rule"
        }
      ]
    },
    {
      "rule": "sandbox/capability",
      "severity": "warning",
      "path": "apps/shop/src/a b.ts",
      "line": 3,
      "column": 2,
      "end_line": 3,
      "end_column": 5,
      "message": "shop reaches [net](http://evil) \u001b[31m",
      "fingerprint": "2a47be0884cebb6d4200bb301c5a2bea",
      "evidence": []
    }
  ],
  "unknowns": [
    {
      "kind": "partial-parse",
      "path": "apps/admin/src/b.ts"
    },
    {
      "kind": "dynamic-import",
      "path": "apps/admin/src/b.ts",
      "line": 1,
      "column": 1,
      "text": "import(\u001b)"
    },
    {
      "kind": "dynamic-import",
      "path": "apps/shop/src/a b.ts",
      "line": 3,
      "column": 2,
      "text": "import(x)"
    }
  ],
  "incomplete": [
    {
      "reason": "a worker died"
    },
    {
      "path": "big.ts",
      "reason": "larger than 10000000 bytes"
    }
  ]
}
)json");
}

TEST_CASE("an empty report is a whole one") {
  CHECK(
      RenderJsonl({}, SampleOptions()) ==
      R"({"schema":"krepis.report/1","version":"0.1.0","summary":{"files":0,"edges":0,"modules":0,)"
      R"("routes":0,"errors":0,"warnings":0,"suppressed":0,"baselined":0,"unresolved":0,)"
      R"("unknown":0,"registrations":0,"resolved_registrations":0}})"
      "\n");
  CHECK(RenderJson({}, SampleOptions()).ends_with("\"violations\": [],\n  \"unknowns\": []\n}\n"));
}

TEST_CASE("jsonl is one violation per line, then the summary") {
  const std::string text = RenderJsonl(SampleReport(), SampleOptions());
  CHECK(std::count(text.begin(), text.end(), '\n') == 4);
  CHECK(text.starts_with("{\"rule\":\"layering/unresolved\","));
  CHECK(text.find("\n{\"rule\":\"layering/deny\",\"id\":\"apps-are-islands\",") !=
        std::string::npos);
  CHECK(text.find("\n{\"schema\":\"krepis.report/1\",") != std::string::npos);
}

}  // namespace krepis::analyzer
