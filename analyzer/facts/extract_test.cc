#include "analyzer/facts/extract.h"

#include <doctest/doctest.h>

#include "analyzer/facts/test_tree.h"

namespace krepis::analyzer {

TEST_CASE("suppressions are read, and say what is wrong with them") {
  const std::string source =
      "// krepis: allow-file(layering/order, mine) why=\"generated\"\n"
      "x();\n"
      "// krepis: allow(layering/deny) until=2027-03-31 why=\"a \\\"b\\\" c\"\n"
      "// krepis: allow(layering/deny)\n"
      "// krepis: allow(a) until=2027-02-29 why=\"x\"\n"
      "// krepis: forbid(a)\n"
      "/* krepis: allow(b) why=\"x\" */\n"
      "// krepis: allow-file(a) why=\"late\"\n"
      "// krepis: allow(a) why=\"open\n"
      "// about krepis: nothing\n";
  std::string tree;
  for (size_t line = 0, start = 0; start < source.size(); ++line) {
    const size_t end = source.find('\n', start);
    const std::string span = std::to_string(start) + "+" + std::to_string(end - start);
    tree += (line == 1 ? "statement " : "comment ") + span + "\n";
    start = end + 1;
  }
  const TestTree parsed(Language::kTypeScript, tree, static_cast<uint32_t>(source.size()));
  const FileFacts facts = ExtractFacts(parsed.ast(), source, nullptr, {});
  std::string text;
  for (const SuppressionFact& fact : facts.suppressions) {
    text += std::to_string(fact.location.begin.line) + " " + fact.rule +
            (fact.whole_file ? " file" : "") + " [" + fact.until + "] " + fact.why + " | " +
            fact.problem.substr(0, 24) + "\n";
  }
  CHECK(text ==
        "1 layering/order file [] generated | \n"
        "1 mine file [] generated | \n"
        "3 layering/deny [2027-03-31] a \"b\" c | \n"
        "4 layering/deny []  | a suppression needs a re\n"
        "5 a [2027-02-29]  | '2027-02-29' is no date \n"
        "6  []  | 'forbid' is no suppressi\n"
        "7 b [] x | \n"
        "8 a file [] late | allow-file stands in the\n"
        "9 a [] open | the reason has no closin\n");
}

TEST_CASE("what an import says") {
  const std::string source =
      "import { a as b, type T } from './x.js';\n"
      "import type { U } from './u';\n"
      "export * from \"./y\";\n";
  const TestTree tree(Language::kTypeScript, R"(import "./x.js" 0+40
  binding "a"
    alias "b"
  binding +1 "T"
import +1 "./u" 41+29
  binding "U"
import +22 "./y" 71+20
  binding "*"
)");
  const FileFacts facts = ExtractFacts(tree.ast(), source, nullptr, {});
  REQUIRE(facts.imports.size() == 3);
  CHECK(facts.imports[0].kind == EdgeKind::kImport);
  CHECK(facts.imports[0].specifier == "./x.js");
  CHECK(facts.imports[0].location.span == ByteSpan{32, 6});
  CHECK(facts.imports[0].location.begin == Position{1, 33});
  REQUIRE(facts.imports[0].names.size() == 2);
  CHECK(facts.imports[0].names[0].imported == "a");
  CHECK(facts.imports[0].names[0].local == "b");
  CHECK(facts.imports[1].kind == EdgeKind::kType);
  CHECK(facts.imports[2].reexport);
  CHECK(facts.imports[2].glob);
  CHECK(facts.imports[2].location.begin == Position{3, 16});
}

}  // namespace krepis::analyzer
