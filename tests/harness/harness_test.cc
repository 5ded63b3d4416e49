#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "analyzer/core/source_text.h"
#include "tests/harness/run.h"

namespace krepis::testing {
namespace {

using analyzer::ByteSpan;
using analyzer::Diagnostic;
using analyzer::LineTable;
using analyzer::MemoryFileSystem;
using analyzer::Report;
using analyzer::Result;
using analyzer::Severity;

/// A stand-in for krepis: in a.ts and b.rs every `bad` is an error of layering/deny from rule
/// no-bad, every `odd` a warning of layering/orphan and every `huh` unknown; comments do not count.
/// `route` stands for GET /x and for /x, which both pass a and then b.
Result<Analysed> FindWords(const MemoryFileSystem& files) {
  std::vector<Finding> chains;
  Report report;
  if (files.Read("broken", 0).ok()) return analyzer::Error{"no such module", "krepis.toml", 3, 4};
  if (files.Read("huge", 0).ok()) report.incomplete.push_back({"huge", "too large"});
  for (const char* path : {"a.ts", "b.rs"}) {
    const auto text = files.Read(path, 0);
    if (!text.ok()) continue;
    const LineTable lines(*text);
    const auto find_all = [&](std::string_view word, const auto& report_it) {
      for (size_t at = text->find(word); at != std::string::npos; at = text->find(word, at + 1)) {
        const size_t line = text->rfind('\n', at) + 1;
        const size_t comment = text->find("//", line);
        if (comment < at) continue;
        report_it(lines.Locate({static_cast<uint32_t>(at), static_cast<uint32_t>(word.size())}));
      }
    };
    Diagnostic violation;
    violation.path = path;
    find_all("bad", [&](const analyzer::Location& location) {
      violation.rule = "layering/deny";
      violation.id = "no-bad";
      violation.message = "\"bad\" is not allowed";
      violation.location = location;
      report.violations.push_back(violation);
    });
    violation.id = "";
    violation.severity = Severity::kWarning;
    find_all("odd", [&](const analyzer::Location& location) {
      violation.rule = "layering/orphan";
      violation.message = "nothing reaches it";
      violation.location = location;
      report.violations.push_back(violation);
    });
    find_all("huh", [&](const analyzer::Location& location) {
      report.unknowns.push_back({"dispatch", path, location, "who knows"});
    });
    find_all("route", [&](const analyzer::Location& location) {
      for (const char* name : {"GET /x", "/x"})
        chains.push_back(ChainFinding(name, "a [s] > b", path, location));
    });
  }
  Finish(report);
  return Analysed{std::move(report), std::move(chains)};
}

FixtureResult Run(const std::string& text) { return RunFixture("fixture", text, FindWords); }

/// The explanation for a fixture whose one file a.ts holds `code`.
std::string WrongWith(const std::string& code) { return Run("// --- a.ts\n" + code).explanation; }

}  // namespace

TEST_CASE("a fixture whose findings are all foretold passes") {
  const FixtureResult result = Run(R"(// Every form an expectation has.
# --- krepis.toml
version = 1
// --- a.ts
good;
good bad; // error: [layering/deny no-bad] "is not allowed"
//   ^^^
odd bad;// error: [layering/deny] "\"bad\" is" warning: [layering/orphan] "nothing"
  bad odd
//^^^ error: [layering/deny no-bad] "not allowed"
//    ^^^ warning: [layering/orphan] "reaches"
badbadbad // error: [layering/deny] "bad" error: [layering/deny] "bad"
// ^^^
//    ^^^ error: [layering/deny] "bad"
)");
  CHECK(result.explanation == "");
  CHECK(result.passed);
  CHECK(result.updated == "");
}

TEST_CASE("expectations may stand beside, below and several in a line") {
  CHECK(WrongWith("good bad; // error: [layering/deny no-bad] \"is not allowed\"\n"
                  "//   ^^^\n") == "");
  CHECK(WrongWith("odd bad;// error: [layering/deny] \"\\\"bad\\\" is\" "
                  "warning: [layering/orphan] \"nothing\"\n") == "");
  CHECK(WrongWith("  bad odd\n"
                  "//^^^ error: [layering/deny no-bad] \"not allowed\"\n"
                  "//    ^^^ warning: [layering/orphan] \"reaches\"\n") == "");
  CHECK(WrongWith("f(bad\n"
                  "//^^^ error: [layering/deny] \"bad\"\n"
                  ")\n") == "");
  CHECK(Run("# Only a description.\n\n# --- b.rs\r\nlet bad; // error: [layering/deny] \"bad\"\r\n")
            .passed);
  CHECK(Run("// --- a.ts\nbad\n//<^ error: [layering/deny] \"bad\"").explanation.find("missing") !=
        std::string::npos);  // that would be four columns
}

TEST_CASE("chains are compared as a whole, on lines that mention any") {
  CHECK(WrongWith("route\n") == "");
  CHECK(WrongWith("route // chain: [GET /x] \"a [s] > b\" chain: [/x] \"a [s] > b\"\n") == "");
  CHECK(WrongWith("route // chain: [GET /x] \"a [s]\" chain: [/x] \"a [s] > b\"\n") != "");
  CHECK(WrongWith("route // chain: [GET /y] \"a [s] > b\" chain: [/x] \"a [s] > b\"\n") != "");
  CHECK(WrongWith("route // chain: [/x] \"a [s] > b\"\n") != "");
  CHECK(WrongWith("good // chain: [/x] \"a [s] > b\"\n") != "");
}

TEST_CASE("a span in column one and one that goes on can be drawn") {
  const auto analysis = [](const MemoryFileSystem&) -> Result<Analysed> {
    Report report;
    Diagnostic violation;
    violation.path = "a.ts";
    violation.rule = "contract/next-twice";
    violation.message = "m";
    violation.location = {{}, {1, 1}, {1, 6}};
    report.violations.push_back(violation);
    violation.location = {{}, {3, 3}, {4, 2}};
    report.violations.push_back(violation);
    return Analysed{std::move(report), {}};
  };
  const std::string fixture =
      "// --- a.ts\n"
      "next()\n"
      "//<^^ error: [contract/next-twice] \"m\"\n"
      "  {\n"
      "//^... error: [contract/next-twice] \"m\"\n"
      "}\n";
  CHECK(RunFixture("f", fixture, analysis).explanation == "");
  // Drawing them from nothing gives the same lines back, but for the place of the text.
  const FixtureResult bare = RunFixture("f", "// --- a.ts\nnext()\n\n  {\n}\n", analysis);
  CHECK(bare.updated ==
        "// --- a.ts\n"
        "next() // error: [contract/next-twice] \"m\"\n"
        "//<^^\n"
        "\n"
        "  { // error: [contract/next-twice] \"m\"\n"
        "//^...\n"
        "}\n");
}

TEST_CASE("missing and surplus findings both fail and are both shown") {
  const FixtureResult result =
      Run("// --- a.ts\n"
          "good // error: [layering/deny no-bad] \"gone\"\n"
          "\n"
          "a bad\n");
  CHECK(!result.passed);
  CHECK(result.explanation ==
        "fixture: 1 missing, 1 surplus\n"
        "  missing a.ts:1 error: [layering/deny no-bad] \"gone\"\n"
        "          (expected at fixture:2)\n"
        "  surplus a.ts:3:3-6 error: [layering/deny no-bad] \"\\\"bad\\\" is not allowed\"\n"
        "          a bad\n");
}

TEST_CASE("every part of an expectation counts") {
  const auto fails = [](const std::string& code) { return !WrongWith(code).empty(); };
  CHECK(!fails("bad // error: [layering/deny no-bad] \"bad\"\n"));
  CHECK(fails("bad // warning: [layering/deny no-bad] \"bad\"\n"));
  CHECK(fails("bad // error: [layering/order no-bad] \"bad\"\n"));
  CHECK(fails("bad // error: [layering/deny no-good] \"bad\"\n"));
  CHECK(fails("bad // error: [layering/deny no-bad] \"worse\"\n"));
  CHECK(fails("bad bad // error: [layering/deny no-bad] \"bad\"\n"));
  CHECK(fails("    bad // error: [layering/deny no-bad] \"bad\"\n//  ^^\n"));
  CHECK(fails("    bad // error: [layering/deny no-bad] \"bad\"\n//   ^^^\n"));
  CHECK(fails("    bad // error: [layering/deny no-bad] \"bad\"\n//  ^...\n"));
  CHECK(fails("bad\n// error: [layering/deny no-bad] \"bad\"\n"));
  CHECK(fails("bad // error: [layering/deny] \"bad\" error: [layering/deny] \"bad\"\n"));
}

TEST_CASE("a finding goes to the expectation that only it can meet") {
  CHECK(WrongWith("bad    bad // error: [layering/deny] \"bad\" error: [layering/deny] \"bad\"\n"
                  "//     ^^^\n") == "");
}

TEST_CASE("an unknown may be expected but need not be") {
  CHECK(WrongWith("huh\n") == "");
  CHECK(WrongWith("huh // unknown: [dispatch] \"who\"\n") == "");
  CHECK(WrongWith("huh // unknown: [barrier] \"who\"\n") != "");
}

TEST_CASE("a config error or an unread file fails a fixture") {
  CHECK(Run("// --- broken\n").explanation == "fixture: krepis.toml:3:4: no such module\n");
  CHECK(Run("// --- huge\n").explanation == "fixture: not analysed: huge: too large\n");
  CHECK(!Run("// --- huge\n").passed);
}

TEST_CASE("what cannot be read is said with its place") {
  const auto error = [](const std::string& text) { return Run(text).explanation; };
  CHECK(error("") == "fixture:0: no file: `// --- PATH` starts one\n");
  CHECK(error("let x;\n") == "fixture:1: code before the first `// --- PATH` or `# --- PATH`\n");
  CHECK(error("// --- ../x\n") == "fixture:1: `../x` is no relative path\n");
  CHECK(error("// --- /x\n") == "fixture:1: `/x` is no relative path\n");
  CHECK(error("// --- x\n// --- x\n") == "fixture:2: `x` comes twice\n");
  CHECK(WrongWith("// error: no brackets\n") == "fixture:2: expected [rule-id]\n");
  CHECK(WrongWith("// error: [x]\n") ==
        "fixture:2: expected \"part of the message\" after [rule-id]\n");
  CHECK(WrongWith("// error: [x] \"open\n") ==
        "fixture:2: the part of the message has no closing quote\n");
  CHECK(WrongWith("// error: [x] \"\"\n") == "fixture:2: the part of the message is empty\n");
  CHECK(WrongWith("// error: [x] \"a\" note\n") ==
        "fixture:2: expected error:, warning:, unknown: or chain:\n");
  CHECK(WrongWith("//  ^^^\n") == "fixture:2: carets without a line above them\n");
  CHECK(WrongWith("x\n//  ^^^\n") ==
        "fixture:3: carets without an expectation on the line above or beside them\n");
}

TEST_CASE("updating makes a fixture true and keeps what was") {
  const std::string before =
      "// About.\n"
      "# --- krepis.toml\n"
      "version = 1\n"
      "// --- a.ts\n"
      "good  // error: [layering/deny] \"gone\"\n"
      "//^^\n"
      "a bad odd; // error: [layering/deny] \"not\" error: [layering/order] \"gone\"\n"
      "  bad\n"
      "//^^ error: [layering/deny] \"allowed\"\n"
      "bad    bad bad // error: [layering/deny] \"bad\"\n"
      "//     ^^^\n"
      "last bad";
  const std::string after =
      "// About.\n"
      "# --- krepis.toml\n"
      "version = 1\n"
      "// --- a.ts\n"
      "good\n"
      "a bad odd; // error: [layering/deny] \"not\"\n"
      "//    ^^^ warning: [layering/orphan] \"nothing reaches it\"\n"
      "  bad // error: [layering/deny no-bad] \"\\\"bad\\\" is not allowed\"\n"
      "//^^^\n"
      "bad    bad bad // error: [layering/deny] \"bad\" error: [layering/deny no-bad] "
      "\"\\\"bad\\\" is not allowed\"\n"
      "//     ^^^\n"
      "//         ^^^ error: [layering/deny no-bad] \"\\\"bad\\\" is not allowed\"\n"
      "last bad // error: [layering/deny no-bad] \"\\\"bad\\\" is not allowed\"\n"
      "//   ^^^\n";
  CHECK(Run(before).updated == after);
  CHECK(Run(after).explanation == "");
}

TEST_CASE("a file is rewritten only when asked, and fails even then") {
  const std::string path =
      (std::filesystem::temp_directory_path() / "krepis_harness_test.fixture").string();
  const auto contents = [&] {
    std::ifstream file(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  };
  std::ofstream(path, std::ios::binary) << "// --- a.ts\n  bad\n";
  CHECK(!RunFixtureFile(path, false, FindWords).passed);
  CHECK(contents() == "// --- a.ts\n  bad\n");
  CHECK(!RunFixtureFile(path, true, FindWords).passed);
  CHECK(contents() != "// --- a.ts\n  bad\n");
  CHECK(RunFixtureFile(path, true, FindWords).passed);
  std::filesystem::remove(path);
  CHECK(!RunFixtureFile(path, true, FindWords).passed);
}

}  // namespace krepis::testing
