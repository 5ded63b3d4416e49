#include "analyzer/graph/call_graph_bytes.h"

#include <doctest/doctest.h>

#include "analyzer/graph/call_graph_test_tree.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kTree = R"(
// --- a.ts
import { load, Repo } from "./b";
import "./d";
export function start(x: any) { load(); new Repo().save(); x.onlyOne(); }
start(1);
// --- b.ts
export * from "./c";
export class Repo { save() { helper(); } }
function helper() {}
// --- c.ts
export function load() { missing(); }
export abstract class Shape { abstract area(): number; }
// --- d.ts
import "./e";
// --- e.ts
import "./f";
// --- f.ts
import "./g";
// --- g.ts
export class Far { onlyOne() {} }
// --- h.test.ts
import { start } from "./a";
start(2);
// --- lib.cc
void f() {}
void g() { f(); }
)";

std::string With(std::string_view from, std::string_view to) {
  std::string text(kTree);
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

uint32_t FileOf(const TestCallGraph& tree, std::string_view path) {
  return Index(tree.graph().Find(path)) - 1;
}

/// All that is said of calls, places of the source included.
std::string Described(const CallGraph& calls) {
  std::string text = std::to_string(calls.unlinked()) + " unlinked\n";
  for (uint32_t i = 1; i <= calls.ids().size(); ++i) {
    const FunctionId from{i};
    text += calls.NameOf(from) + (calls.IsTestOnly(from) ? " test" : "") +
            (calls.IsBodiless(from) ? " bodiless" : "") + ":";
    for (const CallEdge& edge : calls.Out(from)) {
      const Location site = calls.SiteOf(from, edge);
      text += " " + std::to_string(Index(edge.to)) + " " +
              std::string(ConfidenceName(edge.confidence)) + " " + std::to_string(site.begin.line) +
              ":" + std::to_string(site.begin.column);
    }
    text += "\n";
  }
  return text;
}

/// The call graph of `after`, mended; only `file` is another than it was.
std::optional<CallGraph> Mended(std::string_view bytes, const TestCallGraph& after,
                                std::string_view file) {
  return CallGraphBytes::Mend(bytes, after.workspace(), after.facts(), after.graph(),
                              std::vector<uint32_t>{FileOf(after, file)}, {});
}

/// Whether the call graph of the tree is mended for this text of it; then it is the right one.
bool IsMended(const std::string& text, std::string_view file) {
  const TestCallGraph before(kTree);
  const TestCallGraph after(text);
  const std::string bytes = CallGraphBytes::Of(before.calls(), before.facts(), before.graph());
  const std::optional<CallGraph> mended = Mended(bytes, after, file);
  if (mended) CHECK(Described(*mended) == Described(after.calls()));
  return mended.has_value();
}

}  // namespace

TEST_CASE("a call graph is mended where files say the same of calls at other places") {
  CHECK(IsMended(std::string(kTree), "a.ts"));
  CHECK(IsMended(With("start(1);", "// a line\nconst five = 5;\n\nstart(1);"), "a.ts"));
  CHECK(
      IsMended(With("import \"./d\";", "import \"./d\"; import \"./c\"; import \"zod\";"), "a.ts"));
  CHECK(IsMended(With("import \"./d\";", ""), "a.ts"));
  CHECK(IsMended(With("import { start } from \"./a\";", "\nimport { start } from \"./a\";"),
                 "h.test.ts"));
}

TEST_CASE("a file that calls others under the same names is linked anew") {
  CHECK(IsMended(With("load(); new", "load(); start(x); new"), "a.ts"));
  CHECK(IsMended(With("load(); new", "new"), "a.ts"));
  CHECK(IsMended(With("load(); new", "x.area(); missing(); load(); new"), "a.ts"));
  CHECK(IsMended(With("missing();", "x.onlyOne();"), "c.ts"));
  CHECK(IsMended(With("start(1);", "[1].map(() => load());"), "a.ts"));
  // Functions without a name before those that others call.
  CHECK(IsMended(With("export * from", "[1].map(function () { helper(); });\nexport * from"),
                 "b.ts"));
  CHECK(IsMended(With("save() {", "save(): void; save() {"), "b.ts"));
  CHECK(
      IsMended(With("import { start }", "import { load } from \"./b\";\nload();\nimport { start }"),
               "h.test.ts"));
}

TEST_CASE("calls that may mean something else are linked again") {
  CHECK_FALSE(IsMended(With("function helper", "function helpers"), "b.ts"));
  CHECK_FALSE(IsMended(With("save() {", "store() {"), "b.ts"));
  CHECK_FALSE(IsMended(With("export * from \"./c\";", ""), "b.ts"));
  CHECK_FALSE(IsMended(With("export * from \"./c\";\nexport class Repo",
                            "import { Shape } from \"./c\";\nexport class Repo extends Shape"),
                       "b.ts"));
  CHECK_FALSE(IsMended(With("export function load", "export function loads"), "c.ts"));
  CHECK_FALSE(IsMended(With("g() { f(); }", "g() {  f(); }"), "lib.cc"));
}

TEST_CASE("a method that is known by its name alone comes near by an import") {
  CHECK(IsMended(With("import \"./d\";", "import \"./e\";"), "a.ts"));
  CHECK(IsMended(With("import \"./e\";", "import \"./f\";"), "d.ts"));
  CHECK(IsMended(With("import \"./f\";", "import \"./g\";"), "e.ts"));
  CHECK(IsMended(With("import \"./g\";", ""), "f.ts"));
  CHECK(IsMended(With("export class Far", "import \"./f\";\nexport class Far"), "g.ts"));
  const auto lines = [](const std::string& text) { return TestCallGraph(text).Lines(); };
  const std::string_view call = "a.ts:start -> g.ts:Far.onlyOne";
  CHECK(lines(std::string(kTree)).find(call) == std::string::npos);
  CHECK(lines(With("import \"./e\";", "import \"./f\";")).find(call) != std::string::npos);
}

TEST_CASE("calls that are not among the facts are read when somebody looks at them") {
  const TestCallGraph tree(kTree);
  const std::string bytes = CallGraphBytes::Of(tree.calls(), tree.facts(), tree.graph());
  std::vector<FileFacts> bare = tree.facts();
  UnreadCalls unread{std::vector<bool>(bare.size(), true), {}};
  for (FileFacts& facts : bare) facts.calls = {};
  std::vector<uint32_t> read;
  unread.read = [&](uint32_t file) {
    read.push_back(file);
    return tree.facts()[file].calls;
  };
  const std::optional<CallGraph> calls =
      CallGraphBytes::Mend(bytes, tree.workspace(), bare, tree.graph(), {}, std::move(unread));
  REQUIRE(calls);
  CHECK(read.empty());
  const FunctionId start{2};
  CHECK(calls->NameOf(start) == "start");
  CHECK(calls->SiteOf(start, calls->Out(start)[0]).begin.line ==
        tree.calls().SiteOf(start, tree.calls().Out(start)[0]).begin.line);
  CHECK(read == std::vector<uint32_t>{0});
  CHECK(Described(*calls) == Described(tree.calls()));
}

TEST_CASE("damaged bytes give some call graph or none") {
  const TestCallGraph before(kTree);
  const TestCallGraph after(
      With("start(x: any) { load(); new", "start(x: Repo) { x.save(); [load].map(load); new"));
  const std::string bytes = CallGraphBytes::Of(before.calls(), before.facts(), before.graph());
  const auto mended = [&](std::string_view text) {
    const std::optional<CallGraph> calls = Mended(text, after, "a.ts");
    return calls ? Described(*calls) : "";
  };
  CHECK(mended(bytes) == Described(after.calls()));
  size_t none = 0;
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const int with : {0x01, 0x02, 0x81}) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ with);
      if (mended(damaged).empty()) ++none;
    }
  }
  CHECK(none > 0);
}

TEST_CASE("calls that have gone mend nothing that is linked") {
  const TestCallGraph before(kTree);
  const TestCallGraph after(With("load(); new", "load(); start(x); new"));
  const std::string bytes = CallGraphBytes::Of(before.calls(), before.facts(), before.graph());
  std::vector<FileFacts> facts = after.facts();
  UnreadCalls unread{std::vector<bool>(facts.size()), [](uint32_t) { return CallFacts(); }};
  const uint32_t gone = FileOf(after, "b.ts");
  unread.files[gone] = true;
  facts[gone].calls = {};
  CHECK_FALSE(CallGraphBytes::Mend(bytes, after.workspace(), facts, after.graph(),
                                   std::vector<uint32_t>{FileOf(after, "a.ts")}, unread));
}

TEST_CASE("bytes that are no call graph, or one of other files, give none") {
  const TestCallGraph tree(kTree);
  const std::string bytes = CallGraphBytes::Of(tree.calls(), tree.facts(), tree.graph());
  const auto read = [&](std::string_view text) {
    return CallGraphBytes::Mend(text, tree.workspace(), tree.facts(), tree.graph(), {}, {})
        .has_value();
  };
  CHECK(read(bytes));
  for (size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(read(bytes.substr(0, size)));
  CHECK_FALSE(read(bytes + "x"));
  const std::vector<FileFacts> fewer(tree.facts().begin(), tree.facts().end() - 1);
  CHECK_FALSE(CallGraphBytes::Mend(bytes, tree.workspace(), fewer, tree.graph(), {}, {}));
}

}  // namespace krepis::analyzer
