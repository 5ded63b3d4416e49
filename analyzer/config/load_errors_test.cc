#include <doctest/doctest.h>

#include <ostream>
#include <string>
#include <vector>

#include "analyzer/config/load.h"

namespace krepis::analyzer {
namespace {

struct Texts : std::vector<std::string> {
  using vector::vector;
  friend std::ostream& operator<<(std::ostream& out, const Texts& texts) {
    for (const std::string& text : texts) out << "\n  " << text;
    return out;
  }
};

ConfigVocabulary Vocabulary() {
  return {{"krepis", "express", "koa"}, {"logging", "transaction"}, {"express-cors-first"}};
}

/// "line:column message" of each error.
Texts Errors(std::string_view text) {
  const ConfigVocabulary vocabulary = Vocabulary();
  const ConfigOutcome outcome = LoadConfig(text, "k.toml", vocabulary);
  CHECK(outcome.ok() == outcome.errors.empty());
  Texts errors;
  for (const Error& error : outcome.errors) {
    CHECK(error.path == "k.toml");
    errors.push_back(std::to_string(error.line) + ":" + std::to_string(error.column) + " " +
                     error.message);
  }
  return errors;
}

/// Errors of `text` below modules that it may name: app captures {name}, core has the tag ts.
/// Lines count from the first line of `text`.
Texts ErrorsBelowModules(const std::string& text) {
  Texts errors;
  const std::string head =
      "modules.app = { files = [\"apps/{name}/**\"] }\n"
      "modules.core = { files = [\"core/**\"], tags = [\"ts\"] }\n";
  const ConfigVocabulary vocabulary = Vocabulary();
  const ConfigOutcome outcome = LoadConfig(head + text, "k.toml", vocabulary);
  for (const Error& error : outcome.errors) {
    errors.push_back(std::to_string(error.line - 2) + ":" + std::to_string(error.column) + " " +
                     error.message);
  }
  return errors;
}

}  // namespace

TEST_CASE("unknown keys, with what was meant") {
  CHECK(Errors("verison = 1\n") == Texts{"1:1 unknown key \"verison\"; did you mean \"version\"?"});
  CHECK(
      Errors("[workspace]\nexcludes = []\nzzz = 1\n") ==
      Texts{"2:1 unknown key \"excludes\"; did you mean \"exclude\"?", "3:1 unknown key \"zzz\""});
  CHECK(Errors("[modules.a]\nfiles = [\"a/**\"]\n  pubilc = []\n") ==
        Texts{"3:3 unknown key \"pubilc\"; did you mean \"public\"?"});
  CHECK(Errors("workspace = { unresolved = { maxx = 1 } }\n") ==
        Texts{"1:30 unknown key \"maxx\"; did you mean \"max\"?"});
  CHECK(Errors("[rule]\nx = 1\n") == Texts{"1:2 unknown key \"rule\"; did you mean \"rules\"?"});
}

TEST_CASE("wrong types") {
  CHECK(Errors("version = \"1\"\n") == Texts{"1:11 \"version\" must be an integer, not a string"});
  CHECK(Errors("workspace = 1\n") == Texts{"1:13 \"workspace\" must be a table, not an integer"});
  CHECK(Errors("[workspace]\nexclude = \"a\"\nentries = [\"a\", 1, true]\ntests = 1.5\n") ==
        Texts{"2:11 \"exclude\" must be an array of strings, not a string",
              "3:17 \"entries\" must be an array of strings, not an integer",
              "3:20 \"entries\" must be an array of strings, not a boolean",
              "4:9 \"tests\" must be true or false, not a float"});
  CHECK(Errors("[rules]\nid = \"a\"\n") ==
        Texts{"1:1 \"rules\" must be an array of tables, each under a header in double brackets, "
              "not a table"});
  CHECK(Errors("rules = [1]\n") ==
        Texts{"1:10 \"rules\" must be an array of tables, each under a header in double brackets, "
              "not an integer"});
  CHECK(Errors("[[exceptions]]\nrule = \"layering/deny\"\nwhy = \"x\"\nuntil = \"2027-03-31\"\n") ==
        Texts{"4:9 \"until\" must be a date without quotes, such as 2027-03-31, not a string"});
  CHECK(Errors("[[exceptions]]\nrule = \"layering/deny\"\nwhy = \"x\"\n"
               "until = 2027-03-31T00:00:00Z\n") ==
        Texts{"4:9 \"until\" must be a date without quotes, such as 2027-03-31, not a date with a "
              "time"});
  CHECK(Errors("[[exceptions]]\nrule = \"layering/deny\"\nwhy = \"x\"\nuntil = 2027-02-30\n") ==
        Texts{"4:19 syntax error in date: expected day between 1 and 28 (inclusive), saw 30"});
  CHECK(Errors("[sandbox.default]\nallow = []\n") ==
        Texts{"1:1 \"default\" must be a string, not a table"});
}

TEST_CASE("words and numbers that a key does not know") {
  CHECK(Errors("version = 2\n") == Texts{"1:11 this krepis reads version 1 of krepis.toml only"});
  CHECK(Errors("[workspace]\nunclassified = \"warning\"\nlanguages = [\"cpp\", \"typscript\"]\n") ==
        Texts{"2:16 unknown value \"warning\"; did you mean \"warn\"? (error, warn or allow)",
              "3:21 unknown value \"typscript\"; did you mean \"typescript\"? (cpp, typescript or "
              "rust)"});
  CHECK(Errors("workspace.unresolved = { max = -1, level = \"warn\" }\n") ==
        Texts{"1:32 \"max\" must be at least 0",
              "1:44 unknown value \"warn\"; did you mean \"warning\"? (off, warning or error)"});
  CHECK(Errors("[limits]\nfile_bytes = 0\nfile_ms = 0\nunknown = -2\n") ==
        Texts{"2:14 \"file_bytes\" must be at least 1", "3:11 \"file_ms\" must be at least 1",
              "4:11 \"unknown\" must be at least -1"});
  CHECK(Errors("[limits]\nfile_bytes = 3000000000\n") ==
        Texts{"2:1 \"file_bytes\" must be at most 2000000000"});
  CHECK(Errors("[sandbox]\ndefault = \"dney\"\nconfidence = \"dispach\"\n").size() == 2);
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\ncycles = { level = \"files\" }\n"
                           "edges = [\"runtme\", \"call\"]\nreach = \"transitiv\"\n") ==
        Texts{"3:20 unknown value \"files\"; did you mean \"file\"? (file, package or module)",
              "4:10 unknown value \"runtme\"; did you mean \"runtime\"? (import, type, dynamic, "
              "include, use, path, mod, forward, inherit, call, reference, ffi, runtime or static)",
              "5:9 unknown value \"transitiv\"; did you mean \"transitive\"? (direct or "
              "transitive)"});
}

TEST_CASE("bad globs, at their byte inside the string") {
  CHECK(Errors("[workspace]\nexclude = [\"a/**\", \"src/{a,b}/x\"]\n") ==
        Texts{"2:25 {a,b} is no alternation here: write one pattern for each"});
  CHECK(Errors("[modules.\"\xC3\xA9\"]\nfiles = [\"\xF0\x9F\x98\x80/../x\"]\n") ==
        Texts{"2:14 patterns have no . or .. segments"});
  CHECK(Errors("[modules.a]\nfiles = [\"\\u0061//x\"]\n") ==
        Texts{"2:10 empty segment: write one / only"});
  CHECK(Errors("[cpp]\ncompile_commands = [\"/build\"]\ninclude_roots = [\"../x\", \"/x\", \"a*\", "
               "\"./ok/\"]\n") ==
        Texts{"2:22 patterns are relative to the root: drop the leading /",
              "3:18 an include root is a folder of the workspace, relative to its root",
              "3:26 an include root is a folder of the workspace, relative to its root",
              "3:32 an include root is a folder of the workspace, relative to its root"});
}

TEST_CASE("modules that contradict themselves") {
  CHECK(Errors("[modules.a]\ntags = []\n") == Texts{"1:1 the key \"files\" is missing here"});
  CHECK(Errors("[modules.a]\nfiles = []\n") == Texts{"2:1 a module without files"});
  CHECK(Errors("[modules.\"a:b\"]\nfiles = [\"a\"]\n") ==
        Texts{"1:10 a module's name has no blanks and none of : * ! { } / \\ , | \""});
  CHECK(Errors("[modules.path]\nfiles = [\"a/{x}/**\"]\n")[0].starts_with("1:10 a module with"));
  CHECK(Errors("[modules.path]\nfiles = [\"a/**\"]\n").empty());
  CHECK(Errors("[modules.a]\nfiles = [\"a/{x}/**\", \"b/**\"]\npublic = [\"a/{y}/i.ts\"]\n") ==
        Texts{"2:22 all globs of a module capture the same names; \"a/{x}/**\" captures others",
              "3:11 {y} is no capture of the module's files"});
  CHECK(Errors("[modules.a]\nfiles = [\"a\"]\n[modules.a]\nfiles = [\"b\"]\n") ==
        Texts{"3:1 syntax error in table header: cannot redefine existing table 'modules.a'"});
  CHECK(
      ErrorsBelowModules("[modules.x]\nfiles = [\"x\"]\nvisible_to = [\"cor\", \"ext:npm/*\", "
                         "\"app:{name}\"]\n") ==
      Texts{
          "3:16 unknown module \"cor\"; did you mean \"core\"?",
          "3:22 \"visible_to\" names modules, tags or paths",
          "3:35 nothing binds {name} here; it takes its value from a {name} on the \"from\" side"});
}

TEST_CASE("selectors that name what is not there") {
  const auto rule = [](const std::string& deny) {
    return ErrorsBelowModules("[[rules]]\nid = \"r\"\ndeny = " + deny + "\n");
  };
  CHECK(rule("{ from = \"ap:x\", to = \"core\" }") ==
        Texts{"3:18 unknown module \"ap\"; did you mean \"app\"?"});
  CHECK(rule("{ from = \"tag:t\", to = [\"core\", \"tag:js\"] }") ==
        Texts{"3:22 unknown tag \"t\"; did you mean \"ts\"?",
              "3:45 unknown tag \"js\"; did you mean \"ts\"?"});
  CHECK(rule("{ from = \"core:x\", to = \"app:a:b\" }") ==
        Texts{"3:17 module \"core\" captures nothing, so \"core:x\" matches nothing",
              "3:32 module \"app\" captures 1 values, not 2"});
  CHECK(
      rule("{ from = \"app\", to = \"app:!{name}\" }") ==
      Texts{
          "3:29 nothing binds {name} here; it takes its value from a {name} on the \"from\" side"});
  CHECK(
      rule("{ from = [\"app:{name}\", \"core\"], to = \"app:!{name}\" }") ==
      Texts{
          "3:46 nothing binds {name} here; it takes its value from a {name} on the \"from\" side"});
  CHECK(rule("{ from = \"app:!{name}\", to = \"core\" }") ==
        Texts{"3:17 nothing binds {name} here: !{…} belongs on the other side"});
  CHECK(rule("{ from = \"app:{name}\", to = \"path:x/{name}/**\" }").empty());
  CHECK(rule("{ from = \"ext:npm/x\", to = \"ext:nmp/zod\" }") ==
        Texts{"3:17 an external is no \"from\": its code is not analysed",
              "3:40 unknown ecosystem \"nmp\"; did you mean \"npm\"? (npm, node, jsr, url, cargo, "
              "std, sys or proto)"});
  CHECK(rule("{ from = \"src/**\", to = \"ext:npm\" }") ==
        Texts{"3:18 this is no module; write path:GLOB for files, ext:ECOSYSTEM/NAME for externals",
              "3:40 the name is missing: ext:npm/NAME, or /* for all"});
  CHECK(rule("{ from = \"path:a//b\", to = \"app:{name\" }") ==
        Texts{"3:25 empty segment: write one / only", "3:40 { without its }"});
  CHECK(rule("{ from = \"\", to = [] }") == Texts{"3:18 an empty selector matches nothing",
                                                  "3:21 \"to\" is empty, so it matches nothing"});
}

TEST_CASE("a rule has one verb, an id of its own, and what the verb needs") {
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\n[[rules]]\ncycles = {}\n[[rules]]\nid = \"r\"\n"
                           "cycles = {}\norphans = {}\n") ==
        Texts{"1:1 this rule needs a verb: deny, allow_only, require, cycles or orphans",
              "3:1 the key \"id\" is missing here", "6:6 the rule id \"r\" is taken in line 4",
              "8:1 this rule has the verb cycles already; make two rules of it"});
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"a b\"\ndeny = { from = \"app\" }\n") ==
        Texts{"2:6 a rule's id has no blanks and none of / * ( ) , : \" ' \\",
              "3:8 deny needs \"to\" or \"capability\""});
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\ndeny = { to = \"app\" }\nedges = []\n") ==
        Texts{"3:8 the key \"from\" is missing here",
              "4:1 \"edges\" is empty, so the rule matches nothing"});
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\ndeny = { from = \"app\", to = \"core\", "
                           "capability = \"nett\" }\n") ==
        Texts{"3:24 a deny of capabilities has no \"to\"; make two rules of it",
              "3:50 unknown capability \"nett\"; did you mean \"net\"?"});
  CHECK(ErrorsBelowModules(
            "[[rules]]\nid = \"r\"\nrequire = { from = \"app:{n}\", to = \"app:!{n}\" }\n") ==
        Texts{"3:36 require cannot ask for any other value: name the module"});
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\nallow_only = { from = \"app\", to = \"core\" }\n"
                           "reach = \"transitive\"\n") ==
        Texts{"4:1 allow_only judges direct dependencies; write a deny with reach = \"transitive\" "
              "for what may not be reached"});
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\nallow_only = { from = \"app\", to = \"core\" }\n"
                           "reach = \"direct\"\n")
            .empty());
  CHECK(ErrorsBelowModules("[[rules]]\nid = \"r\"\ndeny = [\"app\"]\n") ==
        Texts{"3:8 \"deny\" must be a table, not an array"});
}

TEST_CASE("layers name modules once") {
  CHECK(ErrorsBelowModules("[layers]\norder = [\"app\", \"cor | app:x\", \"core,, tag:ts\"]\n"
                           "closed = [\"core\", \"app:y\", \"coer\"]\n") ==
        Texts{"2:18 unknown module \"cor\"; did you mean \"core\"?",
              "2:24 \"app:x\" stands in the order already, in line 4",
              "2:38 a module is missing here", "2:40 layers are made of modules only",
              "3:29 unknown module \"coer\"; did you mean \"core\"?"});
  CHECK(ErrorsBelowModules("[layers]\norder = [\"app\"]\nclosed = [\"core\", \"tag:ts\"]\n") ==
        Texts{"3:11 \"core\" is no layer of the order"});
  CHECK(ErrorsBelowModules("[layers]\nclosed = []\n") ==
        Texts{"1:1 the key \"order\" is missing here"});
}

TEST_CASE("severities and exceptions name rules") {
  CHECK(Errors("[severity]\n\"layering/ordr\" = \"off\"\n\"layring/*\" = \"off\"\n"
               "\"layering/order\" = \"warn\"\nnobody = \"off\"\nexpress-cors-first = \"off\"\n") ==
        Texts{"2:1 unknown rule \"layering/ordr\"; did you mean \"layering/order\"?",
              "3:1 unknown rule \"layring/*\"; did you mean \"layering/*\"?",
              "4:20 unknown value \"warn\"; did you mean \"warning\"? (off, warning or error)",
              "5:1 unknown rule \"nobody\""});
  CHECK(ErrorsBelowModules(
            "[[exceptions]]\nrule = \"no-cycle\"\nfrom = \"app:a\"\n"
            "[[exceptions]]\nrule = \"layering/deny\"\nto = \"coree\"\nwhy = \"\"\n"
            "[[exceptions]]\nrule = \"sandbox/capability\"\nfrom = \"core\"\n"
            "to = \"fs.raed\"\nwhy = \"x\"\n[[rules]]\nid = \"no-cycles\"\ncycles = {}\n") ==
        Texts{"1:1 the key \"why\" is missing here",
              "2:8 unknown rule \"no-cycle\"; did you mean \"no-cycles\"?",
              "6:7 unknown module \"coree\"; did you mean \"core\"?",
              "7:7 say why the exception is fine",
              "11:6 unknown capability \"fs.raed\"; did you mean \"fs.read\"?"});
}

TEST_CASE("ordering names presets, stages, symbols and routes") {
  CHECK(Errors("[ordering]\npresets = [\"expres\"]\n[ordering.stages.auth]\n"
               "match = [\"passport#*\", \"npm/x#\", \"*Guard\"]\n[ordering.stages.empty]\n"
               "match = []\n[[ordering.rules]]\nid = \"a\"\nbefore = [\"auht\", \"transaction\"]\n"
               "[[ordering.rules]]\nid = \"b\"\nbefore = [\"auth\"]\n"
               "[[ordering.rules]]\nid = \"c\"\nrequired = [\"auth\"]\nfirst = \"auth\"\n"
               "routes = [\"api/**\", \"get /x\", \"/a//b\"]\n[[ordering.rules]]\nid = \"d\"\n"
               "adjacent = [\"auth\", \"auth\"]\nroutes = []\n[[ordering.rules]]\nid = \"e\"\n") ==
        Texts{"2:12 unknown preset \"expres\"; did you mean \"express\"?",
              "4:11 before # stands an external such as npm/passport or cargo/tower",
              "4:31 the symbol is missing; * is any",
              "6:1 \"match\" is empty, so the stage matches nothing",
              "9:11 unknown stage \"auht\"; did you mean \"auth\"?",
              "12:1 \"before\" needs two stages or more",
              "16:1 this rule has the verb required already; make two rules of it",
              "17:12 a route pattern starts with /",
              "17:22 before the path stands a method in capitals, such as GET /api/**",
              "17:35 empty segment: write one / only", "20:21 the stage stands here twice",
              "21:1 \"routes\" is empty, so the rule matches nothing",
              "22:1 this rule needs a verb: before, after, adjacent, first, last, at_most_once or "
              "required"});
}

TEST_CASE("ordering rules that contradict each other show their circle") {
  const std::string text =
      "[[ordering.rules]]\nid = \"a\"\nbefore = [\"logging\", \"x\", \"y\"]\n"
      "[[ordering.rules]]\nid = \"b\"\nafter = [\"z\", \"y\"]\n"
      "[[ordering.rules]]\nid = \"c\"\nbefore = [\"z\", \"x\"]\n"
      "[ordering.stages]\nx = { match = [\"X\"] }\ny = { match = [\"Y\"] }\nz = { match = [\"Z\"] "
      "}\n";
  CHECK(Errors(text) == Texts{"7:1 these rules contradict each other: x before y (a), y before z "
                              "(b), z before x (c)"});
  // On some routes only, the third is no contradiction that the file could show.
  std::string limited = text;
  limited.insert(limited.find("[ordering.stages]"), "routes = [\"/x\"]\n");
  CHECK(Errors(limited).empty());
}

TEST_CASE("a policy names modules and capabilities") {
  CHECK(ErrorsBelowModules(
            "[sandbox]\ntables = [\"caps/*.toml\", \"/x\"]\n[sandbox.coree]\n"
            "allow = []\n[sandbox.\"app:x\"]\nallow = [\"fs.read:../x\", \"fs.read:\", "
            "\"net:*:443\", \"Fs\"]\n[sandbox.\"path:x\"]\ndeny = []\n") ==
        Texts{"2:11 a symbol table is one file, without wildcards",
              "2:27 patterns are relative to the root: drop the leading /",
              "3:10 unknown module \"coree\"; did you mean \"core\"?",
              "6:19 patterns have no . or .. segments", "6:34 the argument after : is missing",
              "6:52 a capability is a dotted name such as fs.read, with :ARGUMENT after it if need "
              "be",
              "7:10 capabilities are granted to modules only"});
  CHECK(ErrorsBelowModules("[sandbox.core]\nallow = [\"fs.raed\", \"fs\", \"net.connect\"]\n") ==
        Texts{"2:10 unknown capability \"fs.raed\"; did you mean \"fs.read\"?"});
  CHECK(ErrorsBelowModules(
            "[sandbox]\ntables = [\"t.toml\"]\n[sandbox.core]\nallow = [\"gpu.use\"]\n")
            .empty());
}

TEST_CASE("syntax errors come with all others, and bring none of their own") {
  CHECK(ErrorsBelowModules("[modules.native\nfiles = [\"n/**\"]\n[layers]\n"
                           "order = [\"app\", \"native\", \"cor\"]\n[[rules]]\nid = \"r\"\n"
                           "deny = { from = \"native\"\n[[rules]]\nid = no-cycles\ncycles = {}\n"
                           "[[exceptions]]\nrule = \"no-cycles\"\nwhy = \"x\"\n[wrokspace]\n") ==
        Texts{"1:16 syntax error in table header: expected ']', saw '\\n'",
              "4:28 unknown module \"cor\"; did you mean \"core\"?",
              "7:8 syntax error: an inline table { … } stands on one line; use a [table] for a "
              "longer one",
              "9:7 syntax error: this is no value; text needs quotes",
              "14:2 unknown key \"wrokspace\"; did you mean \"workspace\"?"});
}

TEST_CASE("the file's size and the number of its errors are bounded") {
  const std::string large(kMaxConfigBytes + 1, '#');
  CHECK(Errors(large) == Texts{"0:0 the file is too large: 1000001 bytes of at most 1000000"});
  CHECK(Errors(std::string(100'000'000, '[')).size() == 1);
  CHECK(Errors(large.substr(1)).empty());
  std::string unknown;
  for (int i = 0; i < 50'000; ++i) unknown += "key" + std::to_string(i) + " = 1\n";
  const Texts errors = Errors(unknown);
  CHECK(errors.size() == 201);
  CHECK(errors.back() == "0:0 more errors than these; the rest shows when they are mended");
  std::string names = "[modules]\n";
  for (int i = 0; i < 10'000; ++i) {
    names += "m" + std::to_string(i) + " = { files = [\"m\"], visible_to = [\"n" +
             std::to_string(i) + "\"] }\n";
  }
  CHECK(Errors(names).size() == 201);
}

TEST_CASE("control and bidirectional characters do not reach the reader as they are") {
  CHECK(Errors("\"a\\u001b[31m\\u202e\" = 1\n") ==
        Texts{"1:1 unknown key \"a\\x1b[31m\\u{202e}\""});
  CHECK(Errors("a = 1 \xE2\x80\xAE\n") ==
        Texts{"1:7 syntax error in key-value pair: expected a comment or whitespace, saw "
              "'\\u{202e}'"});
}

}  // namespace krepis::analyzer
