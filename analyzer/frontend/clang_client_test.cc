#include "analyzer/frontend/clang_client.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "analyzer/ast/semantics.h"
#include "analyzer/frontend/clang_semantics_map.h"
#include "analyzer/frontend/testing/clang_options.h"
#include "analyzer/frontend/testing/temporary_tree.h"

namespace krepis::analyzer {
namespace {

/// Error messages by unit; what succeeded goes into `map`.
std::map<uint32_t, std::string> WaitForAll(ClangClient& client, SemanticsMap& map) {
  std::map<uint32_t, std::string> errors;
  while (auto outcome = client.Wait()) {
    if (outcome->result.ok()) {
      map.Add(std::move(outcome->result->files));
    } else {
      errors[outcome->unit] = outcome->result.error().message;
    }
  }
  map.Finish();
  return errors;
}

bool Calls(const SemanticsMap& map, std::string_view path, std::string_view symbol) {
  const Semantics rows = map.Rows(path);
  for (uint32_t i = 0; i < rows.size(); ++i) {
    if (rows.row(i).kind == SemanticKind::kCall && rows.row(i).symbol == symbol) return true;
  }
  return false;
}

TEST_CASE("a header included by two units knows what both know, for any number of workers") {
  const TemporaryTree tree(
      {{"x.h",
        "int one(); int two();\n#ifdef TWO\ninline int f() { return two(); }\n#else\n"
        "inline int f() { return one(); }\n#endif\n"},
       {"a.cc", "#include \"x.h\"\n"},
       {"b.cc", "#define TWO\n#include \"x.h\"\n"}});
  std::string first;
  for (const uint32_t jobs : {1u, 2u, 5u}) {
    CAPTURE(jobs);
    ClangClient client(Options(tree, jobs));
    CHECK(client.Submit({"a.cc", tree.root(), {}}) == 0);
    CHECK(client.Submit({"b.cc", tree.root(), {}}) == 1);
    // Two entries of one file: another configuration of it.
    CHECK(client.Submit({"a.cc", tree.root(), {"-DTWO"}}) == 2);
    SemanticsMap map;
    CHECK(WaitForAll(client, map).empty());
    CHECK_FALSE(client.Wait().has_value());
    CHECK(Calls(map, "x.h", "one"));
    CHECK(Calls(map, "x.h", "two"));
    REQUIRE(map.Find("x.h") != nullptr);
    if (first.empty()) first = map.Find("x.h")->semantics;
    CHECK(map.Find("x.h")->semantics == first);
  }
}

/// What one unit alone says.
ClangUnitResult Ask(const TemporaryTree& tree, ClangUnit unit) {
  ClangClient client(Options(tree));
  client.Submit(std::move(unit));
  auto outcome = client.Wait();
  REQUIRE(outcome.has_value());
  REQUIRE(outcome->result.ok());
  return std::move(outcome->result).value();
}

std::vector<std::string> Rows(const ClangFile& file, SemanticKind kind) {
  std::vector<std::string> lines;
  const auto rows = Semantics::Read(file.semantics);
  REQUIRE(rows.ok());
  for (uint32_t i = 0; i < rows->size(); ++i) {
    const SemanticRow row = rows->row(i);
    if (row.kind != kind) continue;
    lines.push_back(std::to_string(row.span.start) + "+" + std::to_string(row.span.length) + " " +
                    std::string(row.symbol) + " @" + std::string(row.file));
  }
  return lines;
}

std::vector<std::string> Includes(const ClangFile& file) {
  return Rows(file, SemanticKind::kInclude);
}
std::vector<std::string> Bases(const ClangFile& file) { return Rows(file, SemanticKind::kBase); }

TEST_CASE("includes alone are the same, whatever the files hold") {
  const TemporaryTree tree(
      {{"x.h", "#pragma once\nextern \"C\" {\n#include \"y.h\"\n}\n#include <gone.h>\n"},
       {"y.h", "inline int g() { return 1; }\nstruct S { int a[2] = {1, 2}; };\n"},
       {"open.h", "namespace n { void f() {\n"},
       {"close.h", "} } } } }\n"},
       {"pre.h", "#include \"y.h\"\n"},
       {"macro.h", "#define NAME(x) <x.h>\n#define GUARD\n"},
       {"guarded.h", "#ifndef GUARD\n#error no\n#else\n# include /**/ \"y.h\"\n#endif\n"},
       {"next/x.h", "#include_next <x.h>\n"},
       {"c.c", "#include \"y.inc\"\nint f(void) {\n#include \"z.inc\"\n}\n"},
       {"y.inc", "int y;\n"},
       {"z.inc", "return y;\n"},
       {"a.cc",
        "#include \"x.h\"\n#if __has_include(\"gone.h\")\n#include \"gone.h\"\n#endif\n"
        "#include \"open.h\"\n#include \"close.h\"\n#include \"y.h\"\n#include <vector>\n"
        "const char* s = R\"(\n#include \"x.h\"\n)\";\n#include \"macro.h\"\n#include NAME(x)\n"
        "#include \"guarded.h\"\n#if __cplusplus > 1\n#include <x.h>\n#endif\n"
        "int h( { [ (\n#include \"pre.h\"\n"}});
  for (const std::string name : {"a.cc", "c.c"}) {
    ClangUnit unit{name, tree.root(), {}};
    if (name == "a.cc") unit.flags = {"-include", "pre.h", "-Inext", "-I."};
    const ClangUnitResult all = Ask(tree, unit);
    unit.depth = ClangDepth::kIncludes;
    const ClangUnitResult includes = Ask(tree, unit);
    CHECK(includes.files.size() == (name == "a.cc" ? 9 : 3));
    REQUIRE(includes.files.size() == all.files.size());
    for (size_t i = 0; i < all.files.size(); ++i) {
      CAPTURE(all.files[i].path);
      CHECK(includes.files[i].path == all.files[i].path);
      CHECK(Includes(includes.files[i]) == Includes(all.files[i]));
      CHECK(includes.files[i].missing == all.files[i].missing);
      CHECK(includes.files[i].errors == 0);
    }
    if (name == "a.cc") CHECK(Includes(includes.files[0]).size() == 10);
  }
}

TEST_CASE("bases alone are the same, in bodies of functions as well") {
  const TemporaryTree tree(
      {{"b.h",
        "#pragma once\nnamespace b { struct A {}; template <class T> struct V { struct In {}; };\n"
        "inline namespace w { struct I {}; } namespace { struct H {}; } }\n"
        "typedef b::A Alias; using W = b::V<int>; typedef struct {} Plain;\n"
        "#define DERIVE(name, base) struct name : base {}\n#define BASE b::A\n#define CLASS "
        "class\n"},
       {"plain.h",
        "#include \"b.h\"\nstruct X : public Alias, private virtual W, b::I, Plain {};\n"
        "template <class T> struct Y : T, b::V<T>, b::V<T>::In {};\n"
        "template <> struct Y<int> : b::H {};\ntemplate <class T> struct Y<T*> : Y<T> {};\n"
        "template struct Y<X>;\nY<b::I> used;\nclass Z final : BASE { struct N : b::A {}; };\n"
        "DERIVE(M, b::A);\nenum class E : int { kE };\nstruct Bits { int a : 3; };\n"},
       {"claims.h",
        "#pragma GCC system_header\n#include \"b.h\"\n"
        "inline int claims() { struct L : b::A {}; return 1; }\n"},
       {"none.h",
        "#include \"plain.h\"\ninline int none() { struct L { int i; }; L l{1}; X x; (void)x;\n"
        "  enum class F : char { kF }; return l.i > 0 ? 1 : 2; }\n"},
       {"bodies.cc",
        "#include \"none.h\"\n#include \"claims.h\"\n#include <string>\n#define OPEN {\n"
        "#define NAMED(n) int n() { struct D : b::A {}; return 0; }\n"
        "int f() { struct L : b::A {}; struct K : L { int g() { DERIVE(Q, b::I); return 1; } };\n"
        "  return K().g(); }\n"
        "struct C { C() : i{1}, j(2) { class alignas(8) L : W {}; } int i, j;\n"
        "  int m() { struct __attribute__((packed)) L final : b::I {}; return 0; }\n"
        "  ~C(); operator int() { struct L : C2 {}; return 0; } struct C2 {}; };\n"
        "C::~C() { struct L : BASE { struct Deep : L {}; }; }\n"
        "template <class T> int t(T) { struct L : T, b::V<T> {}; return 0; }\n"
        "int u() try OPEN auto l = [] { CLASS L : b::A {}; return 1; }; return l() + t(X()); }\n"
        "catch (...) { struct L : Alias {}; return 1; }\nNAMED(one) NAMED(two)\n"
        "constexpr int c() { struct L : b::A {}; return 1; }\n"
        "auto d() { struct L : b::A {}; return L(); }\nauto e = [] { struct L : b::I {}; return 1; "
        "};\n"
        "namespace { namespace deep { struct O { void p(); }; } }\n"
        "void deep::O::p() { struct L : O {}; struct R : L {}; }\n"},
       {"broken.cc",
        "#include \"b.h\"\nstruct P : Unknown, b::A {};\nint f() { struct L : b::A { return 0; }\n"
        "int g() { struct S : b::A {}; for (struct T t : S()) {} }\nstruct L : b::I {};\n"},
       {"c.c", "#include \"c.h\"\nint f(void) { struct c x = {1}; return x.b; }\n"},
       {"c.h", "struct c { int b : 3; };\n"}});
  size_t bases = 0;
  for (const std::string name : {"bodies.cc", "broken.cc", "c.c"}) {
    ClangUnit unit{name, tree.root(), {}};
    const ClangUnitResult all = Ask(tree, unit);
    unit.depth = ClangDepth::kBases;
    const ClangUnitResult some = Ask(tree, unit);
    REQUIRE(some.files.size() == all.files.size());
    for (size_t i = 0; i < all.files.size(); ++i) {
      CAPTURE(all.files[i].path);
      CHECK(some.files[i].path == all.files[i].path);
      CHECK(Includes(some.files[i]) == Includes(all.files[i]));
      CHECK(Bases(some.files[i]) == Bases(all.files[i]));
      CHECK(some.files[i].missing == all.files[i].missing);
      CHECK(Rows(some.files[i], SemanticKind::kReference).empty());
      bases += Bases(some.files[i]).size();
    }
  }
  CHECK(bases == 30);
}

TEST_CASE("a body that has to be read is read in every unit, however these follow each other") {
  const TemporaryTree tree(
      {{"b.h", "struct B {}; struct C {};\n"},
       {"x.h",
        "#include \"b.h\"\ninline int x() {\n#ifdef WIDE\n  struct L : C {};\n#else\n"
        "  struct L : B {};\n#endif\n  return 1;\n}\n"},
       {"a.cc", "#include \"x.h\"\nint a() { struct L : B {}; return 1; }\n"},
       {"z.cc", "#include \"x.h\"\nint z() { return 1; }\n"}});
  for (const uint32_t jobs : {1u, 2u}) {
    ClangClient client(Options(tree, jobs));
    for (const std::string file : {"a.cc", "z.cc"}) {
      client.Submit({file, tree.root(), {"-DWIDE"}, ClangDepth::kBases});
      client.Submit({file, tree.root(), {}, ClangDepth::kBases});
    }
    SemanticsMap map;
    CHECK(WaitForAll(client, map).empty());
    const Semantics rows = map.Rows("x.h");
    REQUIRE(rows.size() == 3);
    CHECK(rows.row(1).symbol == "C");
    CHECK(rows.row(2).symbol == "B");
    CHECK(map.Rows("a.cc").size() == 2);
  }
}

TEST_CASE("what a unit says of a file is said once, and what another says differently is added") {
  const TemporaryTree tree(
      {{"x.h",
        "#ifdef WIDE\n#include \"wide.h\"\n#else\n#include \"narrow.h\"\n#endif\n"
        "#include <gone.h>\n"},
       {"wide.h", ""},
       {"narrow.h", ""},
       {"a.cc", "#include \"x.h\"\n"},
       {"b.cc", "#include \"sub/../x.h\"\n"},
       {"sub/other.cc", ""}});
  const auto unit = [&](std::string file, std::vector<std::string> flags = {}) {
    return ClangUnit{std::move(file), tree.root(), std::move(flags), ClangDepth::kIncludes};
  };
  ClangClient client(Options(tree));
  client.Submit(unit("a.cc"));
  client.Submit(unit("b.cc"));
  client.Submit(unit("b.cc", {"-DWIDE"}));
  client.Submit(unit("a.cc"));
  std::vector<std::vector<std::string>> said(4);
  SemanticsMap map;
  while (auto outcome = client.Wait()) {
    REQUIRE(outcome->result.ok());
    for (const ClangFile& file : outcome->result->files) {
      said[outcome->unit].push_back(file.path);
      if (file.path == "x.h") CHECK(file.missing.size() == 1);
    }
    map.Add(std::move(outcome->result->files));
  }
  map.Finish();
  using Paths = std::vector<std::string>;
  CHECK(said[0] == Paths{"a.cc", "narrow.h", "x.h"});
  CHECK(said[1] == Paths{"b.cc"});
  CHECK(said[2] == Paths{"wide.h", "x.h"});
  CHECK(said[3].empty());
  const Semantics rows = map.Rows("x.h");
  REQUIRE(rows.size() == 2);
  CHECK(rows.row(0).symbol == "wide.h");
  CHECK(rows.row(1).symbol == "narrow.h");
  CHECK(map.Find("x.h")->missing.size() == 1);
}

TEST_CASE("units of both depths, and what is not there") {
  const TemporaryTree tree(
      {{"a.cc", "#include \"x.h\"\nint g() { return f(); }\n"}, {"x.h", "int f();\n"}});
  ClangClient client(Options(tree));
  client.Submit({"a.cc", tree.root(), {}, ClangDepth::kIncludes});
  client.Submit({"a.cc", tree.root(), {}});
  client.Submit({"gone.cc", tree.root(), {}, ClangDepth::kIncludes});
  client.Submit({"a.cc", tree.root() + "/gone", {}, ClangDepth::kIncludes});
  SemanticsMap map;
  const auto errors = WaitForAll(client, map);
  CHECK(errors.size() == 2);
  CHECK(errors.contains(2));
  CHECK(errors.contains(3));
  CHECK(Calls(map, "a.cc", "f"));
}

TEST_CASE("a unit that kills its worker costs itself") {
  const TemporaryTree tree({{"good.cc", "int f(); int g() { return f(); }\n"},
                            {"trap.cc", "#pragma clang __debug crash\n"},
                            {"deep.cc", "int a = " + std::string(1'000'000, '~') + "1;\n"},
                            {"braces.cc", std::string(100'000, '{')}});
  ClangClient client(Options(tree, 2));
  const std::vector<std::string> files = {"good.cc", "trap.cc", "good.cc",
                                          "deep.cc", "good.cc", "braces.cc"};
  for (const std::string& file : files) client.Submit({file, tree.root(), {}});
  SemanticsMap map;
  const auto errors = WaitForAll(client, map);
  CHECK(Calls(map, "good.cc", "f"));
  for (const uint32_t unit : {0u, 2u, 4u}) CHECK_FALSE(errors.contains(unit));
  for (const uint32_t unit : {1u, 3u}) {
    CAPTURE(unit);
    REQUIRE(errors.contains(unit));
    CAPTURE(errors.at(unit));
    // A sanitizer turns the signal into an exit code.
    const bool died = errors.at(unit).find("crashed") != std::string::npos ||
                      errors.at(unit).find("ended") != std::string::npos;
    CHECK(died);
    CHECK(errors.at(unit).find(files[unit]) != std::string::npos);
  }
  // Nothing crashes here: a worker's stack is deep enough for what files of a sane size nest.
  CHECK_FALSE(errors.contains(5));
  REQUIRE(map.Find("braces.cc") != nullptr);
  CHECK(map.Find("braces.cc")->errors > 0);
}

TEST_CASE("a unit over its time is ended") {
  // Each level instantiates two of the next.
  const TemporaryTree tree({{"a.cc",
                             "constexpr int f(int n) { return n < 2 ? 1 : f(n - 1) + f(n - 2); }\n"
                             "static_assert(f(90) == 0);\n"},
                            {"b.cc", "int f(); int g() { return f(); }\n"}});
  ClangOptions options = Options(tree);
  options.unit_ms = 1'000;
  ClangClient client(options);
  client.Submit({"a.cc", tree.root(), {"-fconstexpr-steps=16000000"}});
  client.Submit({"b.cc", tree.root(), {}});
  SemanticsMap map;
  const auto errors = WaitForAll(client, map);
  CHECK(Calls(map, "b.cc", "f"));
  REQUIRE(errors.contains(0));
  CHECK(errors.at(0).find("took longer") != std::string::npos);
}

TEST_CASE("a worker reads the workspace, the system and what flags name, and nothing else") {
  const TemporaryTree tree({{"a.cc", "#include \"ok.h\"\n#include <vector>\n"},
                            {"b.cc",
                             "#include \""
                             "/etc/passwd"
                             "\"\n"}});
  const TemporaryTree outside({{"include/ok.h", ""}, {"secret/no.h", "int secret;\n"}});
  const auto probe = ProbeClangWorker(Options(tree));
  REQUIRE(probe.ok());
  REQUIRE(probe->landlock);
  tree.root();
  std::filesystem::create_symlink(outside.root() + "/secret/no.h", tree.root() + "/link.h");
  TemporaryTree more({});
  ClangClient client(Options(tree));
  client.Submit({"a.cc", tree.root(), {"-I" + outside.root() + "/include"}});
  client.Submit({"b.cc", tree.root(), {"-I/", "-I/proc", "-I/dev/"}});
  SemanticsMap map;
  CHECK(WaitForAll(client, map).empty());
  REQUIRE(map.Find("a.cc") != nullptr);
  CHECK(map.Find("a.cc")->missing.empty());
  CHECK(map.Find("a.cc")->errors == 0);
  REQUIRE(map.Find("b.cc") != nullptr);
  CHECK(map.Find("b.cc")->missing.size() == 1);
}

TEST_CASE("a unit that needs another directory gets a worker that may read it") {
  const TemporaryTree tree({{"a.cc", "#include \"ok.h\"\n"}});
  const TemporaryTree outside({{"ok.h", ""}});
  ClangClient client(Options(tree));
  client.Submit({"a.cc", tree.root(), {}});
  auto outcome = client.Wait();
  REQUIRE(outcome.has_value());
  REQUIRE(outcome->result.ok());
  CHECK(outcome->result->files.at(0).missing.size() == 1);
  client.Submit({"a.cc", tree.root(), {"-I" + outside.root()}});
  outcome = client.Wait();
  REQUIRE(outcome.has_value());
  REQUIRE(outcome->result.ok());
  CHECK(outcome->result->files.at(0).missing.empty());
}

TEST_CASE("a worker that is not there is an error of each unit") {
  const TemporaryTree tree({{"a.cc", ""}});
  ClangOptions options = Options(tree);
  options.worker = tree.root() + "/no-such-worker";
  ClangClient client(options);
  client.Submit({"a.cc", tree.root(), {}});
  const auto outcome = client.Wait();
  REQUIRE(outcome.has_value());
  REQUIRE_FALSE(outcome->result.ok());
  CHECK(outcome->result.error().message.find("no-such-worker") != std::string::npos);
  CHECK_FALSE(ProbeClangWorker(options).ok());
}

TEST_CASE("a client may be given up with work left") {
  const TemporaryTree tree({{"a.cc", "int a;\n"}});
  ClangClient client(Options(tree, 2));
  for (int i = 0; i < 20; ++i) client.Submit({"a.cc", tree.root(), {}});
  CHECK(client.Wait().has_value());
}

}  // namespace
}  // namespace krepis::analyzer
