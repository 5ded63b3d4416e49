#include "analyzer/graph/rust_record.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "analyzer/graph/build.h"
#include "analyzer/graph/call_graph_test_tree.h"
#include "analyzer/graph/graph_bytes.h"

namespace krepis::analyzer {
namespace {

using Texts = std::map<std::string, std::string>;

Texts Crate() {
  return {
      {"Cargo.toml", "[package]\nname = \"c\"\nedition = \"2021\"\n"},
      {"src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\npub use a::Deep;\n"},
      {"src/a.rs", "pub struct Deep;\npub fn f() {}\nmod inner { pub struct X; }\n"},
      {"src/b/mod.rs", "pub mod e;\npub struct Y;\n"},
      {"src/b/e.rs", "use super::*;\npub struct E;\n"},
      {"src/c.rs",
       "use crate::b::Y;\nuse crate::b::e::{self, E};\npub fn g() { Y::new(); e::h(); }\n"},
      {"src/d.rs", "fn k() { crate::c::Alias::m(); Other::n(); crate::b::Last::o(); }\n"},
  };
}

std::string TreeOf(const Texts& texts) {
  std::string tree;
  for (const auto& [path, text] : texts) tree += fmt::format("// --- {}\n{}", path, text);
  return tree;
}

/// All that a graph says, a line each, sorted.
std::vector<std::string> LinesOf(const Graph& graph) {
  std::vector<std::string> lines;
  const auto place = [](const Location& location) {
    return fmt::format("{}+{}", location.span.start, location.span.length);
  };
  for (const Edge& edge : graph.edges()) {
    lines.push_back(fmt::format(
        "{} -> {} {} '{}' {} {}{}{}{} {} {}", graph.name(edge.from), graph.name(edge.to),
        static_cast<int>(edge.kind), graph.text(edge.specifier), place(edge.location),
        edge.test_only, edge.guessed, edge.reexport, static_cast<int>(edge.declaration), edge.names,
        IsNone(edge.condition) ? "" : graph.text(edge.condition)));
  }
  for (const UnresolvedImport& import : graph.unresolved()) {
    lines.push_back(fmt::format("{} unresolved '{}' {} {}", graph.name(import.from),
                                graph.text(import.specifier), graph.text(import.reason),
                                place(import.location)));
  }
  for (uint32_t i = 1; i <= graph.file_count(); ++i)
    lines.push_back(fmt::format("{} {}", graph.name(NodeId{i}), graph.is_test(NodeId{i})));
  std::sort(lines.begin(), lines.end());
  return lines;
}

/// The graph of `before`, mended for `after`; none where it has to be built anew. Where it is
/// mended it has to be the same.
bool IsMended(const Texts& before, const Texts& after) {
  const TestCallGraph was(TreeOf(before));
  const TestCallGraph is(TreeOf(after));
  std::vector<uint32_t> changed;
  for (uint32_t i = 0; i < is.workspace().sources().size(); ++i) {
    const std::string& path = is.workspace().sources()[i].path;
    if (before.at(path) != after.at(path)) changed.push_back(i);
  }
  const std::string record = RustRecord::Pack(was.workspace(), was.facts(), 2);
  std::optional<Graph> earlier =
      GraphBytes::Read(GraphBytes::Of(BuildGraph(was.workspace(), was.facts(), 1)));
  REQUIRE(earlier);
  const std::optional<Graph> mended =
      GraphAssembly(is.workspace(), {}).Mend(*std::move(earlier), record, is.facts(), changed, 2);
  if (!mended) return false;
  const std::vector<std::string> found = LinesOf(*mended);
  const std::vector<std::string> wanted = LinesOf(BuildGraph(is.workspace(), is.facts(), 1));
  CHECK(found == wanted);
  return true;
}

bool IsMended(const std::string& path, const std::string& text) {
  Texts after = Crate();
  after.at(path) = text;
  return IsMended(Crate(), after);
}

}  // namespace

TEST_CASE("a graph is mended where a Rust file binds the same names, or others") {
  const std::string c = Crate().at("src/c.rs");
  CHECK(IsMended("src/c.rs", "// a line\n" + c + "const X: u32 = 1;\n"));
  CHECK(IsMended("src/c.rs", c + "fn more() { crate::a::f(); }\n"));
  CHECK(IsMended("src/c.rs", c + "use crate::a::Deep as _;\n"));
  // Paths of other files lead elsewhere now.
  CHECK(IsMended("src/c.rs", c + "pub use crate::b::Y as Alias;\n"));
  CHECK(IsMended("src/b/mod.rs", "pub mod e;\npub use crate::a as Last;\n"));
  CHECK(IsMended("src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\npub use b::Y as Deep;\n"));
  CHECK(IsMended("src/d.rs", "fn k() {}\n"));
}

TEST_CASE("a graph is built anew where a change may concern any path") {
  const std::string c = Crate().at("src/c.rs");
  CHECK_FALSE(IsMended("src/c.rs", c + "use crate::a::*;\n"));
  CHECK_FALSE(IsMended("src/b/e.rs", "pub struct E;\n"));
  CHECK_FALSE(IsMended("src/c.rs", c + "mod here { pub struct Z; }\n"));
  CHECK_FALSE(IsMended("src/lib.rs", "mod a;\n#[cfg(test)] mod b;\nmod c;\nmod d;\n"));
  CHECK_FALSE(IsMended("src/lib.rs", Crate().at("src/lib.rs") + "extern crate c as me;\n"));
}

TEST_CASE("a mended graph is the one that is built, whatever the files bind") {
  std::mt19937 random(20261201);
  const auto pick = [&](const std::vector<std::string>& all) { return all[random() % all.size()]; };
  const std::vector<std::string> names = {"A", "B", "C", "a", "b", "e", "inner", "x"};
  const std::vector<std::string> starts = {"crate", "super", "self", "crate::a", "crate::b::e",
                                           "A",     "x",     "b",    "crate::c", "super::super"};
  const auto line = [&] {
    const std::string path = pick(starts) + "::" + pick(names);
    switch (random() % 8) {
      case 0:
        return fmt::format("use {}::*;\n", path);
      case 1:
        return fmt::format("pub use {};\n", path);
      case 2:
        return fmt::format("pub use {} as {};\n", path, pick(names));
      case 3:
        return fmt::format("use {}::{};\n", path, pick(names));
      case 4:
        return fmt::format("pub fn {}() {{ {}::{}(); }}\n", pick(names), path, pick(names));
      case 5:
        return fmt::format("pub struct {};\n", pick(names));
      default:
        return fmt::format("use {} as {};\n", path, pick(names));
    }
  };
  int mended = 0;
  for (int round = 0; round < 150; ++round) {
    Texts texts = Crate();
    for (auto& [path, text] : texts) {
      if (path == "Cargo.toml") continue;
      for (size_t i = random() % 4; i > 0; --i) text += line();
    }
    Texts after = texts;
    auto at = std::next(after.begin(), static_cast<ptrdiff_t>(1 + random() % (after.size() - 1)));
    if (random() % 3 == 0) {
      at->second = Crate().at(at->first) + line();
    } else {
      at->second += line();
    }
    CAPTURE(TreeOf(texts));
    CAPTURE(at->first);
    CAPTURE(at->second);
    mended += IsMended(texts, after) ? 1 : 0;
  }
  CHECK(mended > 50);
  CHECK(mended < 150);
}

TEST_CASE("what is no record of the workspace mends nothing") {
  const TestCallGraph tree(TreeOf(Crate()));
  const std::vector<uint32_t> changed = {1};
  const std::string record = RustRecord::Pack(tree.workspace(), tree.facts(), 1);
  CHECK(RustRecord(record).Change(tree.workspace(), tree.facts(), changed));
  CHECK_FALSE(RustRecord("").Change(tree.workspace(), tree.facts(), changed));
  std::string disordered = record;  // the last file's names, the last two of them
  for (size_t i = 0; i < 4; ++i) {
    std::swap(disordered[record.size() - 5 + i], disordered[record.size() - 9 + i]);
  }
  CHECK_FALSE(RustRecord(disordered).Change(tree.workspace(), tree.facts(), changed));
  for (size_t size = 1; size < record.size(); size += 7) {
    const std::string part = record.substr(0, size);
    CHECK_FALSE(RustRecord(part).Change(tree.workspace(), tree.facts(), changed));
  }
}

}  // namespace krepis::analyzer
