#include "tests/harness/rule_document.h"

#include <doctest/doctest.h>

#include "tests/harness/run.h"

namespace krepis::testing {
namespace {

constexpr std::string_view kDocument = R"(# layering/deny

## Invalid

Two blocks are one tree:

```toml krepis.toml
version = 1 # one
```

```ts apps/a.ts
import "./b"; // bad
```

It prints

```text
error[layering/deny]: ...
```

### Another

```rust
// --- src/lib.rs
mod bad;
# --- Cargo.toml
[package]
```

```rust src/lib.rs
mod bad; // again, so a tree of its own
```

## Valid

````ts apps/a.ts
const fence = `
```
`;
````

## Options

```toml krepis.toml
bad
```
)";

std::string Contents(const DocumentExample& example, std::string_view path) {
  const auto text = example.files.Read(path, 0);
  return text.ok() ? *text : "(none)";
}

/// Violates `rule` in every tree that holds the word bad.
analyzer::Result<Analysed> FindBad(const analyzer::MemoryFileSystem& files) {
  analyzer::Report report;
  for (const char* path : {"apps/a.ts", "src/lib.rs"}) {
    const auto text = files.Read(path, 0);
    if (!text.ok() || text->find("bad") == std::string::npos) continue;
    analyzer::Diagnostic violation;
    violation.rule = "layering/deny";
    violation.path = path;
    violation.location.begin = {1, 1};
    violation.message = "bad";
    report.violations.push_back(violation);
  }
  return Analysed{std::move(report), {}};
}

}  // namespace

TEST_CASE("examples are the trees under Invalid and Valid") {
  const auto examples = ExamplesOf("rule.md", kDocument);
  REQUIRE(examples.ok());
  REQUIRE(examples->size() == 4);
  const DocumentExample& first = (*examples)[0];
  CHECK(!first.valid);
  CHECK(first.line == 7);
  CHECK(Contents(first, "krepis.toml") == "version = 1 # one\n");
  CHECK(Contents(first, "apps/a.ts") == "import \"./b\"; // bad\n");
  const DocumentExample& second = (*examples)[1];
  CHECK(Contents(second, "src/lib.rs") == "mod bad;\n");
  CHECK(Contents(second, "Cargo.toml") == "[package]\n");
  CHECK(Contents(second, "krepis.toml") == "(none)");
  CHECK(Contents((*examples)[2], "Cargo.toml") == "(none)");
  CHECK((*examples)[3].valid);
  CHECK(Contents((*examples)[3], "apps/a.ts") == "const fence = `\n```\n`;\n");
}

TEST_CASE("a document is right when invalid trees violate its rule and valid ones do not") {
  CHECK(RunRuleDocument("rule.md", kDocument, "layering/deny", FindBad).explanation == "");
  CHECK(RunRuleDocument("rule.md", kDocument, "layering/order", FindBad).explanation ==
        "rule.md:7: invalid, but no violation of layering/order\n"
        "  only apps/a.ts:1: [layering/deny] bad\n"
        "rule.md:23: invalid, but no violation of layering/order\n"
        "  only src/lib.rs:1: [layering/deny] bad\n"
        "rule.md:30: invalid, but no violation of layering/order\n"
        "  only src/lib.rs:1: [layering/deny] bad\n");
  CHECK(
      RunRuleDocument("rule.md", "## Valid\n```ts apps/a.ts\nbad\n```\n", "layering/deny", FindBad)
          .explanation ==
      "rule.md:2: valid, but apps/a.ts:1: [layering/deny] bad\n"
      "rule.md: no example with a path under \"## Invalid\"\n");
}

TEST_CASE("a document that cannot be read says where") {
  const auto error = [](std::string_view markdown) {
    const auto examples = ExamplesOf("rule.md", markdown);
    return examples.ok() ? "" : examples.error().message;
  };
  CHECK(error("## Valid\n```ts a.ts\n") == "rule.md:2: a ``` fence is never closed");
  CHECK(error("## Valid\n```ts a.ts\n// --- a.ts\n```\n") ==
        "rule.md:3: `a.ts` comes twice in one block");
}

}  // namespace krepis::testing
