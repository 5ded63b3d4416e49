#include "analyzer/engine/baseline.h"

#include <doctest/doctest.h>

#include "analyzer/engine/baseline_file.h"

namespace krepis::analyzer {
namespace {

Diagnostic Violation(std::string rule, std::string id, std::string key, uint32_t line = 1) {
  Diagnostic violation;
  violation.rule = std::move(rule);
  violation.id = std::move(id);
  violation.path = "a.ts";
  violation.location.begin = {line, 1};
  violation.fingerprint_key = std::move(key);
  return violation;
}

std::vector<BaselineEntry> Entries(std::string_view text) {
  BaselineFile file = ParseBaseline(text, "krepis.baseline");
  CHECK(file.errors.empty());
  return std::move(file.entries);
}

std::string ErrorOf(std::string_view text) {
  const BaselineFile file = ParseBaseline(text, "krepis.baseline");
  REQUIRE(file.errors.size() == 1);
  const Error& error = file.errors.front();
  return error.path + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) + ": " +
         error.message;
}

}  // namespace

TEST_CASE("an entry is one line that reads back as it was, whatever the names hold") {
  for (const std::string_view part :
       {"src/a.ts", "", "-", "#2", "two words", "tab\tand \"quotes\" and \\", "line\nbreak\r",
        "\x1b[31m", "f\xC3\xBCr",
        "\xE2\x80\xAE"
        "sdrawkcab",
        "\xFF\xFE", "a#b"}) {
    BaselineEntry entry;
    entry.rule = "contract/next-twice";
    entry.id = "-";
    entry.parts = {"first", std::string(part)};
    entry.line = 1;
    const std::string line = FormatEntry(entry);
    CAPTURE(line);
    CHECK(line.find_first_of("\n\r\t\x1b\xFF") == std::string::npos);
    CHECK(Entries(line) == std::vector{entry});
  }
  CHECK(FormatEntry(EntryOf(Violation("layering/deny", "islands", "a.ts\nb.ts\nimport"))) ==
        "layering/deny islands a.ts b.ts import");
  CHECK(FormatEntry(EntryOf(Violation("ordering/required", "", "a.ts\nGET /x\n\nauth"))) ==
        R"(ordering/required - a.ts "GET /x" "" auth)");
}

TEST_CASE("the file depends on the set of entries alone, and a merge may keep both sides") {
  const std::string text =
      FormatBaseline({EntryOf(Violation("layering/order", "", "b.ts\na.ts\nimport")),
                      EntryOf(Violation("contract/next-twice", "", "b.ts\n\nnext()")),
                      EntryOf(Violation("contract/next-twice", "", "b.ts\n\nnext()"))});
  CHECK(
      text.ends_with("both.\ncontract/next-twice - b.ts \"\" next()\n"
                     "contract/next-twice - b.ts \"\" next() #2\n"
                     "layering/order - b.ts a.ts import\n"));
  CHECK(FormatBaseline(Entries(text)) == text);
  CHECK(FormatBaseline(Entries(text + text)) == text);
  std::string windows;
  for (const char c : text) windows += c == '\n' ? "\r\n" : std::string(1, c);
  CHECK(FormatBaseline(Entries(windows)) == text);

  const std::string noted = "# since 2024\nlayering/order - b.ts a.ts import\n";
  CHECK(FormatBaseline(Entries(noted)).ends_with("both.\n" + noted));
  CHECK(WithoutEntries(noted + "\n" + noted, Entries(noted)) == "\n");
  CHECK(WithoutEntries("# x\n" + text, Entries("# x\n" + text)) ==
        "# x\n" + text.substr(0, text.find("contract")));
}

TEST_CASE("what is no entry is an error with its place") {
  CHECK(ErrorOf("layering/order - a\n\nnonsense\n").starts_with("krepis.baseline:3:1: this is no"));
  CHECK(ErrorOf("layering/order -").starts_with("krepis.baseline:1:1: this is no entry"));
  CHECK(ErrorOf("=======\n").starts_with("krepis.baseline:1:1: a merge conflict"));
  CHECK(ErrorOf("a/b - \xC3\xBC \"x").starts_with("krepis.baseline:1:9: the quotes are not"));
  CHECK(ErrorOf("a/b - \"x\"y").starts_with("krepis.baseline:1:10: a blank is missing"));
  CHECK(ErrorOf("a/b - \"\\q\"").starts_with("krepis.baseline:1:9: there is no such escape"));
  CHECK(ErrorOf("a/b - \"\\xg0\"").starts_with("krepis.baseline:1:9: \\x takes two"));
  CHECK(ErrorOf("a/b - \"\\x0").starts_with("krepis.baseline:1:9: \\x takes two"));
}

TEST_CASE("each entry accepts one violation, of equal ones the first") {
  Baseline baseline(
      Entries("contract/next-twice - a.ts \"\" next()\n"
              "contract/next-twice - a.ts \"\" next() #2\n"
              "layering/order - a.ts b.ts import\n"));
  std::vector<Diagnostic> violations = {Violation("contract/next-twice", "", "a.ts\n\nnext()", 9),
                                        Violation("contract/next-twice", "", "a.ts\n\nnext()", 3),
                                        Violation("contract/next-twice", "", "a.ts\n\nnext()", 7),
                                        Violation("contract/next-twice", "x", "a.ts\n\nnext()", 1)};
  std::vector<Diagnostic> accepted;
  baseline.Accept(violations, accepted);
  REQUIRE(violations.size() == 2);
  CHECK(violations[0].location.begin.line == 9);
  CHECK(violations[1].id == "x");
  CHECK(accepted.size() == 2);
  CHECK(baseline.entries()[0].used);
  CHECK(baseline.entries()[1].used);
  CHECK_FALSE(baseline.entries()[2].used);
}

TEST_CASE(
    "an entry is followed to the new name of its file, and only where that accepts something") {
  GraphBuilder builder;
  for (const char* name : {"app.ts", "new.ts", "z.ts"})
    builder.AddFile(name, Language::kTypeScript);
  const Graph graph = std::move(builder).Build();
  Baseline baseline(
      Entries("layering/cycle c old.ts z.ts cycle\n"
              "layering/order - old.ts app.ts import\n"
              "layering/order - gone.ts app.ts import\n"));
  std::vector<std::string> asked;
  const RenameFinder finder = [&](const std::vector<std::string>& lost,
                                  const std::vector<std::string>& found) {
    asked = lost;
    asked.insert(asked.end(), found.begin(), found.end());
    return FileRenames{{{"old.ts", "new.ts"}, {"gone.ts", "other.ts"}}, "a note"};
  };
  std::vector<Diagnostic> violations;
  std::vector<Diagnostic> accepted;
  CHECK(baseline.FollowRenames(graph, finder, violations, accepted) == "");
  CHECK(asked.empty());  // nothing to explain

  violations = {Violation("layering/cycle", "c", "z.ts\nnew.ts\ncycle"),
                Violation("layering/order", "", "new.ts\napp.ts\nimport"),
                Violation("layering/order", "", "z.ts\napp.ts\nimport")};
  CHECK(baseline.FollowRenames(graph, finder, violations, accepted) == "a note");
  CHECK(asked == std::vector<std::string>{"cycle", "gone.ts", "import", "old.ts", "app.ts",
                                          "new.ts", "z.ts"});
  REQUIRE(violations.size() == 1);
  CHECK(violations.front().fingerprint_key.starts_with("z.ts"));
  CHECK(accepted.size() == 2);
  CHECK(FormatEntry(baseline.entries()[0].entry) == "layering/cycle c new.ts z.ts cycle");
  CHECK(baseline.entries()[1].renamed);
  CHECK_FALSE(baseline.entries()[2].used);
  CHECK(FormatEntry(baseline.entries()[2].entry) == "layering/order - gone.ts app.ts import");
}

}  // namespace krepis::analyzer
