#include "analyzer/config/toml_document.h"

#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/config/toml_statements.h"

namespace krepis::analyzer {
namespace {

struct Texts : std::vector<std::string> {
  using vector::vector;
  friend std::ostream& operator<<(std::ostream& out, const Texts& texts) {
    for (const std::string& text : texts) out << "\n  " << text;
    return out;
  }
};

/// "line:column message" of each error.
Texts Errors(std::string_view text) {
  Texts errors;
  const TomlDocument document = TomlDocument::Parse(text);
  for (const Error& error : document.errors()) {
    errors.push_back(std::to_string(error.line) + ":" + std::to_string(error.column) + " " +
                     error.message);
  }
  return errors;
}

/// The statements' texts, those with an error marked by a leading '!'.
Texts Statements(std::string_view text) {
  Texts statements;
  for (const TomlStatement& statement : SplitToml(text)) {
    statements.push_back(
        (statement.error.empty() ? "" : "!") +
        std::string(text.substr(statement.begin, statement.end - statement.begin)));
  }
  return statements;
}

}  // namespace

TEST_CASE("a TOML file is cut into statements at the lines where they must end") {
  CHECK(Statements("a = 1 # x\n\n  # note\n[b]\r\nc = 2\n") ==
        Texts{"a = 1 # x", "# note", "[b]\r", "c = 2"});
  CHECK(Statements("a = [ # ]\n  \"]\",\n  ['#'],\n]\nb = 1") ==
        Texts{"a = [ # ]\n  \"]\",\n  ['#'],\n]", "b = 1"});
  CHECK(Statements("a = \"\"\"\n[b]\nc = 1 \\\"\"\" \"\"\"\"\"\nd = 1") ==
        Texts{"a = \"\"\"\n[b]\nc = 1 \\\"\"\" \"\"\"\"\"", "d = 1"});
  CHECK(Statements("a = '''\n\\'''\nd = 1") == Texts{"a = '''\n\\'''", "d = 1"});
  CHECK(Statements("a = \"\\\\\" # \"\nb = 1") == Texts{"a = \"\\\\\" # \"", "b = 1"});
  CHECK(Statements("a = [\n[true]\n, [inf]\n]\nb = 1") ==
        Texts{"a = [\n[true]\n, [inf]\n]", "b = 1"});
}

TEST_CASE("what is not closed ends before the next line that can only be a statement") {
  CHECK(Statements("a = [1,\n 2\nb = 3") == Texts{"!a = [1,\n 2", "b = 3"});
  CHECK(Statements("a = [1,\n[b.c] # x\nd = 3") == Texts{"!a = [1,", "[b.c] # x", "d = 3"});
  CHECK(Statements("a = \"\"\"x\ny\nb = 3") == Texts{"!a = \"\"\"x\ny", "b = 3"});
  CHECK(Statements("a = {\n b = 1,\n c = 2\n}\nd = 3") ==
        Texts{"!a = {\n b = 1,\n c = 2\n}", "d = 3"});
  CHECK(Statements("a = { b = 1\nc = 2\n[[d]]") == Texts{"!a = { b = 1\nc = 2", "[[d]]"});
  CHECK(Statements("a = \"x\nb = 1") == Texts{"!a = \"x", "b = 1"});
}

TEST_CASE("every syntax error of a file is found in one run, at its place") {
  CHECK(Errors("a = 1\n") == Texts{});
  CHECK(Errors("a = [1,\n 2\nb = \"x\nc = foo\n[d\ne = 1\nf/g = 1\n") ==
        Texts{
            "1:5 syntax error: this [ is never closed",
            "3:5 syntax error: this string is not closed on its line",
            "4:6 syntax error: this is no value; text needs quotes",
            "5:3 syntax error in table header: expected ']', saw '\\n'",
            "7:2 syntax error in key-value pair: a key with / in it needs quotes",
        });
  CHECK(Errors("a = {\n b = 1\n}\n") ==
        Texts{"1:5 syntax error: an inline table { … } stands on one line; use a [table] for a "
              "longer one"});
  CHECK(Errors("\"\xC3\xA9\xF0\x9F\x98\x80\" = 1 2\n")[0].starts_with("1:11 "));
  CHECK(Errors("a = 1\na = 2\n[b]\n[b]\na = 1\n[c]\nd = 1\n") ==
        Texts{
            "2:5 syntax error in key-value pair: cannot redefine existing integer 'a'",
            "4:1 syntax error in table header: cannot redefine existing table 'b'",
        });
  CHECK(Errors("a = \"\xFF\"\n# \xC3\nb = 1\n") ==
        Texts{"1:6 syntax error: this is no UTF-8", "2:3 syntax error: this is no UTF-8"});
  CHECK(Errors(std::string_view("a\0 = 1\nb = \"\0\"\n", 15)).size() == 2);
  CHECK(Errors("a = 1\rb = 2\n").size() == 1);
  CHECK(Errors("a = ]\nb = }\n").size() == 2);
  CHECK(Errors("[\n[[\n[=]\n[[[a]]]\n[]\n[a.]\n[ b ]\n[ [c]]") ==
        Texts{"1:2 syntax error: a table's name is missing here",
              "2:3 syntax error: a table's name is missing here",
              "3:2 syntax error: a table's name is missing here",
              "4:3 syntax error: a table's name is missing here",
              "5:2 syntax error in table header: tables with blank bare keys are explicitly "
              "prohibited",
              "6:4 syntax error in key: expected bare key starting character or string delimiter, "
              "saw ']'",
              "8:3 syntax error: a table's name is missing here"});
  CHECK(Errors("[\r\ra]\nb = 1\n") == Texts{"1:2 syntax error: a table's name is missing here"});
  CHECK(Errors("a = [1}\nb = 2 2\n") ==
        Texts{"1:7 syntax error: an array ends with ], not with }",
              "2:7 syntax error in key-value pair: expected a comment or whitespace, saw '2'"});
}

TEST_CASE("keys below a refused header do not fall into the table above it") {
  const std::string text = "[a]\nb = 1\n[c\nd = 2\n[e]\nf = 3\n";
  const TomlDocument document = TomlDocument::Parse(text);
  CHECK(document.errors().size() == 1);
  REQUIRE(document.root().members.size() == 2);
  CHECK(document.root().Find("a")->value.members.size() == 1);
  CHECK(document.root().Find("e")->value.members[0].key == "f");
  CHECK(document.LostMention("c"));
  CHECK(!document.LostMention("e"));
}

TEST_CASE("a table knows that one of its keys was taken out") {
  const std::string text = "[a]\nb = 1\n[c]\nd = \n[e]\nf = 3\n";
  const TomlDocument document = TomlDocument::Parse(text);
  CHECK(!document.LostBelow(document.root().Find("a")->value.location));
  CHECK(document.LostBelow(document.root().Find("c")->value.location));
  CHECK(!document.LostBelow(document.root().Find("e")->value.location));
}

TEST_CASE("values carry their place, in UTF-16 columns, also behind a byte order mark") {
  const std::string text =
      "\xEF\xBB\xBFk = [\"\xF0\x9F\x98\x80\", \"b|c\", \"\\u0041x\"]\nd = 2027-03-31\n";
  const TomlDocument document = TomlDocument::Parse(text);
  REQUIRE(document.errors().empty());
  const TomlMember& k = document.root().members[0];
  CHECK(k.key_location.begin == Position{1, 1});
  CHECK(k.key_location.span == ByteSpan{3, 1});
  const TomlNode& b = k.value.items[1];
  CHECK(b.location.begin == Position{1, 12});
  CHECK(b.location.end == Position{1, 17});
  CHECK(text.substr(b.location.span.start, b.location.span.length) == "\"b|c\"");
  const Location c = document.Within(b, 2, 1);
  CHECK(c.begin == Position{1, 15});
  CHECK(text.substr(c.span.start, c.span.length) == "c");
  CHECK(document.Within(k.value.items[2], 1, 1) == k.value.items[2].location);
  CHECK(document.root().members[1].value.date == Date{2027, 3, 31});
}

TEST_CASE("letters beyond ASCII are text wherever they stand") {
  const std::string text =
      "\"\xC3\xA9\" = 1\n[\"\xC3\xBC\xD0\xB6\"]\n"
      "a = \"\"\"x \\\n \xC3\xA9\xEF\xBB\xBC\"\"\" # \xE3\x83\x80\n";
  const TomlDocument document = TomlDocument::Parse(text);
  REQUIRE(document.errors().empty());
  CHECK(document.root().members[0].key == "\xC3\xA9");
  CHECK(document.root().members[1].key == "\xC3\xBC\xD0\xB6");
  CHECK(document.root().members[1].value.members[0].value.text == "x \xC3\xA9\xEF\xBB\xBC");
  CHECK(Errors("\xC3\xA9 = 1\n").size() == 1);
  CHECK(Errors("a = \xC3\xA9\nb \xE3\x83\x80 = 1\nc = 1 \xC3\xA9").size() == 3);
}

TEST_CASE("hostile nesting and size end in errors, quickly") {
  CHECK(Errors("a = " + std::string(100'000, '[')) ==
        Texts{"1:21 syntax error: nested too deeply: at most 16 levels"});
  CHECK(Errors(std::string(100'000, '[')).size() == 1);
  CHECK(Errors(std::string(100'000, '{')).size() == 1);
  std::string tables = "a = ";
  for (int i = 0; i < 50'000; ++i) tables += "{a=";
  CHECK(Errors(tables).size() == 1);
  std::string dotted = "a";
  for (int i = 0; i < 300'000; ++i) dotted += ".a";
  CHECK(Errors(dotted + " = 1\nb = 2 2\n").size() == 2);
  CHECK(Errors("[" + dotted + "]\n").size() == 1);
  CHECK(Errors("x = {" + dotted + " = 1}\n").size() == 1);
  CHECK(Errors("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p = 1\n").empty());
  std::string faults;
  for (int i = 0; i < 10'000; ++i) faults += "a" + std::to_string(i) + " = x y\n";
  const TomlDocument document = TomlDocument::Parse(faults);
  CHECK(document.errors().size() == 50);
  CHECK(document.gave_up());
  std::string strings;
  for (int i = 0; i < 80'000; ++i) strings += "x = \\\"\"\"\n";
  CHECK(Errors(strings).size() == 50);
  std::string line = "a = [";
  for (int i = 0; i < 200'000; ++i) line += "\"\", ";
  const std::string one_line = line + "]\nb = foo";
  CHECK(Errors(one_line) == Texts{"2:6 syntax error: this is no value; text needs quotes"});
}

}  // namespace krepis::analyzer
