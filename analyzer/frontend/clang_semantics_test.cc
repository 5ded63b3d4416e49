#include "analyzer/frontend/clang_semantics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "analyzer/ast/semantics.h"
#include "analyzer/frontend/testing/temporary_tree.h"

template <>
struct doctest::StringMaker<std::vector<std::string>> {
  static String convert(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += "\n  " + line;
    return text.c_str();
  }
};

namespace krepis::analyzer {
namespace {

using Strings = std::vector<std::string>;

/// The rows of one kind in one file as "text -> symbol @file".
class Parsed {
 public:
  Parsed(const TemporaryTree& tree, const std::string& file, Strings flags = {})
      : root_(tree.root()) {
    ClangPaths paths(root_);
    auto result = ClangUnitParser().Parse({root_ + "/" + file, root_, std::move(flags)}, paths);
    if (!result) {
      error_ = result.error().message;
      return;
    }
    errors_outside_ = result->errors_outside;
    for (ClangFile& part : result->files) files_[part.path] = std::move(part);
  }

  const std::string& error() const { return error_; }
  uint32_t errors_outside() const { return errors_outside_; }
  bool Touches(const std::string& path) const { return files_.contains(path); }
  const ClangFile& At(const std::string& path) const { return files_.at(path); }

  Strings Rows(const std::string& path, SemanticKind kind) const {
    std::ifstream stream(root_ + "/" + path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    Strings rows;
    if (!Touches(path)) return rows;
    const auto semantics = Semantics::Read(At(path).semantics);
    REQUIRE(semantics.ok());
    for (uint32_t i = 0; i < semantics->size(); ++i) {
      const SemanticRow row = semantics->row(i);
      if (row.kind != kind) continue;
      REQUIRE(row.span.end() <= text.size());
      std::string line = text.substr(row.span.start, row.span.length) + " -> ";
      line += row.symbol;
      if (!row.file.empty()) line += " @" + std::string(row.file);
      rows.push_back(std::move(line));
    }
    return rows;
  }
  Strings Includes(const std::string& path) const { return Rows(path, SemanticKind::kInclude); }
  Strings Calls(const std::string& path) const { return Rows(path, SemanticKind::kCall); }
  Strings Bases(const std::string& path) const { return Rows(path, SemanticKind::kBase); }
  Strings References(const std::string& path) const { return Rows(path, SemanticKind::kReference); }

 private:
  std::string root_;
  std::string error_;
  uint32_t errors_outside_ = 0;
  std::map<std::string, ClangFile> files_;
};

bool Has(const Strings& rows, const std::string& row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

TEST_CASE("the order of the search paths decides which header is opened") {
  const TemporaryTree tree({{"one/x.h", ""},
                            {"two/x.h", ""},
                            {"src/y.h", ""},
                            {"src/a.cc", "#include <x.h>\n#include \"y.h\"\n"}});
  CHECK(Parsed(tree, "src/a.cc", {"-Ione", "-Itwo"}).Includes("src/a.cc") ==
        Strings{"<x.h> -> one/x.h @one/x.h", "\"y.h\" -> src/y.h @src/y.h"});
  CHECK(Parsed(tree, "src/a.cc", {"-I", "two", "-I", "one"}).Includes("src/a.cc") ==
        Strings{"<x.h> -> two/x.h @two/x.h", "\"y.h\" -> src/y.h @src/y.h"});
  CHECK(Parsed(tree, "src/a.cc", {"-isystemone", "-Itwo"}).Includes("src/a.cc")[0] ==
        "<x.h> -> two/x.h @two/x.h");
}

TEST_CASE("an include may be a macro, guarded, repeated, or next in line") {
  const TemporaryTree tree(
      {{"a.cc",
        "#define HEADER \"sub/x.h\"\n#include HEADER\n"
        "#  include /* \"no.h\" */ \"sub/x.h\"  // again\n#if 0\n#include \"off.h\"\n#endif\n"
        "#include <n.h>\n"},
       {"off.h", ""},
       {"sub/x.h", "#pragma once\n#include \"z.h\"\n"},
       {"sub/z.h", ""},
       {"p/n.h", "#include_next <n.h>\n"},
       {"q/n.h", ""}});
  const Parsed parsed(tree, "a.cc", {"-Ip", "-Iq"});
  CHECK(parsed.Includes("a.cc") == Strings{"HEADER -> sub/x.h @sub/x.h",
                                           "\"sub/x.h\" -> sub/x.h @sub/x.h",
                                           "<n.h> -> p/n.h @p/n.h"});
  CHECK(parsed.Includes("sub/x.h") == Strings{"\"z.h\" -> sub/z.h @sub/z.h"});
  CHECK(parsed.Includes("p/n.h") == Strings{"<n.h> -> q/n.h @q/n.h"});
  CHECK(parsed.Touches("sub/z.h"));
  CHECK_FALSE(parsed.Touches("off.h"));
}

TEST_CASE("a header outside the workspace is named by its absolute path") {
  const TemporaryTree tree({{"a.cc", "#include <fcntl.h>\n"}});
  const Strings includes = Parsed(tree, "a.cc").Includes("a.cc");
  REQUIRE(includes.size() == 1);
  CHECK(includes[0] == "<fcntl.h> -> /usr/include/fcntl.h");
}

TEST_CASE("a linked header is the file behind the link") {
  const TemporaryTree tree({{"real/x.h", ""}, {"a.cc", "#include \"x.h\"\n"}});
  std::filesystem::create_symlink("real/x.h", tree.root() + "/x.h");
  CHECK(Parsed(tree, "a.cc").Includes("a.cc") == Strings{"\"x.h\" -> real/x.h @real/x.h"});
}

TEST_CASE("a missing header costs itself: everything behind it is still read") {
  const TemporaryTree tree(
      {{"a.cc", "#include \"gone/secret.h\"\n#include \"x.h\"\nint main() { return f(1); }\n"},
       {"x.h", "#include <nowhere.h>\nint f(int);\n"}});
  const Parsed parsed(tree, "a.cc");
  CHECK(parsed.At("a.cc").missing == std::vector<MissingInclude>{{{9, 15}, "gone/secret.h"}});
  CHECK(parsed.At("a.cc").errors == 0);
  CHECK(parsed.At("x.h").missing == std::vector<MissingInclude>{{{9, 11}, "nowhere.h"}});
  CHECK(parsed.Includes("a.cc") == Strings{"\"x.h\" -> x.h @x.h"});
  CHECK(parsed.Calls("a.cc") == Strings{"f(1) -> f @x.h"});
}

TEST_CASE("errors are counted where they are") {
  const TemporaryTree tree({{"a.cc", "#include \"x.h\"\nint a = undefined;\nint b = ;\n"},
                            {"x.h", "struct S { nosuch m; };\n"}});
  const Parsed parsed(tree, "a.cc");
  CHECK(parsed.At("a.cc").errors == 2);
  CHECK(parsed.At("x.h").errors == 1);
  CHECK(parsed.errors_outside() == 0);
}

TEST_CASE("calls name the function that overload resolution chose") {
  const TemporaryTree tree({{"lib.h",
                             "namespace lib { void f(int); void f(const char*);\n"
                             "inline namespace v2 { template <class T> T g(T); }\n"
                             "namespace { int hidden(); }\n"
                             "struct C { C(int); void m(); static void s(); ~C();\n"
                             "  void operator()(int); bool operator<(const C&) const; }; }\n"},
                            {"a.cc",
                             "#include \"lib.h\"\nusing namespace lib;\nnamespace l = lib;\n"
                             "void h() { f(\"x\"); l::g<int>(1); hidden(); C c(1); c.m(); C::s();\n"
                             "c(7); c < c; auto* p = new C(2); p->~C(); void (*q)(int) = f; q(1);\n"
                             "auto lambda = [] { f(2); }; lambda(); }\n"}});
  const Strings calls = Parsed(tree, "a.cc").Calls("a.cc");
  CHECK(calls == Strings{"f(\"x\") -> lib::f @lib.h", "l::g<int>(1) -> lib::g @lib.h",
                         "hidden() -> lib::hidden @lib.h", "c(1) -> lib::C::C @lib.h",
                         "c.m() -> lib::C::m @lib.h", "C::s() -> lib::C::s @lib.h",
                         "c(7) -> lib::C::operator() @lib.h", "c < c -> lib::C::operator< @lib.h",
                         "C(2) -> lib::C::C @lib.h", "p->~C() -> lib::C::~C @lib.h",
                         "f(2) -> lib::f @lib.h"});
}

TEST_CASE("the standard library is named without its inline namespaces") {
  const TemporaryTree tree({{"a.cc",
                             "#include <fcntl.h>\n#include <chrono>\n#include <filesystem>\n"
                             "#include <fstream>\n#include <string>\n#include <thread>\n"
                             "namespace fs = std::filesystem;\n"
                             "void h(const std::string& s) {\n"
                             "fs::remove(\"x\");\n::open(\"x\", O_RDONLY);\n"
                             "std::chrono::system_clock::now();\nstd::thread t(h, s);\n"
                             "s.find('x');\nstd::ofstream out(\"x\");\n}\n"}});
  const Parsed parsed(tree, "a.cc", {"-std=c++20"});
  CHECK(parsed.At("a.cc").errors == 0);
  CHECK(parsed.errors_outside() == 0);
  const Strings calls = parsed.Calls("a.cc");
  CHECK(Has(calls, "fs::remove(\"x\") -> std::filesystem::remove"));
  CHECK(Has(calls, "::open(\"x\", O_RDONLY) -> open"));
  CHECK(Has(calls, "std::chrono::system_clock::now() -> std::chrono::system_clock::now"));
  CHECK(Has(calls, "t(h, s) -> std::thread::thread"));
  CHECK(Has(calls, "s.find('x') -> std::basic_string::find"));
  CHECK(Has(calls, "out(\"x\") -> std::basic_ofstream::basic_ofstream"));
  CHECK(parsed.References("a.cc").empty());
}

TEST_CASE("a call through a macro stands at the macro, an argument where it is written") {
  const TemporaryTree tree(
      {{"lib.h",
        "int log_it(int); int f(int);\n#define LOG(x) log_it(x)\n#define ON(g) g(2)\n"
        "#define TWICE(x) LOG(x) + LOG(x)\n"},
       {"a.cc", "#include \"lib.h\"\nvoid h() {\n  LOG(f(1));\n  ON(f);\n  TWICE(3);\n}\n"}});
  CHECK(Parsed(tree, "a.cc").Calls("a.cc") == Strings{"LOG(f(1)) -> log_it @lib.h",
                                                      "f(1) -> f @lib.h", "ON(f) -> f @lib.h",
                                                      "TWICE(3) -> log_it @lib.h"});
}

TEST_CASE("a template calls what name lookup finds, without being instantiated") {
  const TemporaryTree tree(
      {{"lib.h", "namespace lib { void f(int); void f(long); struct B { void m(); }; }\n"},
       {"t.h",
        "#include \"lib.h\"\ntemplate <class T> struct Box : lib::B {\n"
        "  void run(T t) { lib::f(t); m(); t.any(); other(t); using lib::f; f(t); }\n};\n"},
       {"a.cc", "#include \"t.h\"\nvoid h() { Box<int>().run(1); }\n"}});
  const Parsed parsed(tree, "a.cc");
  CHECK(parsed.Calls("t.h") ==
        Strings{"lib::f(t) -> lib::f @lib.h", "m() -> lib::B::m @lib.h", "f(t) -> lib::f @lib.h"});
  CHECK(Has(parsed.Calls("a.cc"), "Box<int>().run(1) -> Box::run @t.h"));
}

TEST_CASE("bases are the classes behind typedefs, aliases and arguments") {
  const TemporaryTree tree(
      {{"b.h",
        "namespace b { struct A {}; template <class T> struct V {}; inline namespace w {\n"
        "struct I {}; } }\ntypedef b::A Alias; using W = b::V<int>;\n"},
       {"a.h",
        "#include \"b.h\"\nstruct X : public Alias, private virtual W, b::I {};\n"
        "template <class T> struct Y : T, b::V<T> {};\n"},
       {"a.cc", "#include \"a.h\"\n"}});
  CHECK(Parsed(tree, "a.cc").Bases("a.h") == Strings{"public Alias -> b::A @b.h",
                                                     "private virtual W -> b::V @b.h",
                                                     "b::I -> b::I @b.h", "b::V<T> -> b::V @b.h"});
}

TEST_CASE("references name declarations of other files, but no callee twice") {
  const TemporaryTree tree({{"lib.h",
                             "struct S { int m; };\nenum E { kOne };\nenum class F { kTwo };\n"
                             "extern int global;\nint f(int);\n"},
                            {"a.cc",
                             "#include \"lib.h\"\nstruct T {};\nT t;\n"
                             "int h(S* s) { return f(s->m) + global + kOne + (int)F::kTwo; }\n"
                             "int (*p)(int) = f;\n"}});
  CHECK(Parsed(tree, "a.cc").References("a.cc") ==
        Strings{"S -> S @lib.h", "s->m -> S::m @lib.h", "global -> global @lib.h",
                "kOne -> kOne @lib.h", "F -> F @lib.h", "F::kTwo -> F::kTwo @lib.h",
                "f -> f @lib.h"});
}

TEST_CASE("what comes from outside is referred to where it is passed on") {
  const TemporaryTree tree({{"a.cc",
                             "#include <stdlib.h>\n#include <unistd.h>\n#include <string>\n"
                             "using Runner = int (*)(const char*);\nRunner runner = &system;\n"
                             "char** h(const std::string&) { return environ; }\n"}});
  CHECK(Parsed(tree, "a.cc").References("a.cc") ==
        Strings{"system -> system", "environ -> environ"});
}

TEST_CASE("the compiler's own functions are declared nowhere") {
  const TemporaryTree tree({{"x.h", "inline int f() { return __builtin_abs(1); }\n"},
                            {"a.cc", "#include \"x.h\"\nint g() { return __builtin_abs(2); }\n"}});
  const Parsed parsed(tree, "a.cc");
  CHECK(parsed.Calls("x.h") == Strings{"__builtin_abs(1) -> __builtin_abs"});
  CHECK(parsed.Calls("a.cc") == Strings{"__builtin_abs(2) -> __builtin_abs"});
}

TEST_CASE("bodies in headers of the workspace are read, whatever these claim to be") {
  SUBCASE("searched as a system's") {
    const TemporaryTree tree(
        {{"sys/x.h", "int f();\ninline int g() { return f(); }\n"}, {"a.cc", "#include <x.h>\n"}});
    CHECK(Parsed(tree, "a.cc", {"-isystem", "sys"}).Calls("sys/x.h") ==
          Strings{"f() -> f @sys/x.h"});
  }
  SUBCASE("by pragma") {
    const TemporaryTree tree(
        {{"x.h", "#pragma GCC system_header\nint f();\nstruct S { int g() { return f(); } };\n"},
         {"a.cc", "#include \"x.h\"\n"}});
    CHECK(Parsed(tree, "a.cc").Calls("x.h") == Strings{"f() -> f @x.h"});
  }
  SUBCASE("by line marker") {
    const TemporaryTree tree({{"a.cc",
                               "int f();\n# 1 \"a.cc\" 3\nnamespace n { int g() { return f(); } }\n"
                               "# 9 \"a.cc\"\nint h() { return 1; }\n"}});
    CHECK(Parsed(tree, "a.cc").Calls("a.cc") == Strings{"f() -> f @a.cc"});
  }
  SUBCASE("read again with other macros") {
    const TemporaryTree tree(
        {{"x.inc", "#if 1\ninline int NAME() { return BODY; }\n#endif\n"},
         {"a.cc",
          "int e(); int f();\n#define NAME one\n#define BODY 1\n#include \"x.inc\"\n#undef NAME\n"
          "#undef BODY\n#define NAME two\n#define BODY f()\n#include \"x.inc\"\n"}});
    CHECK(Parsed(tree, "a.cc").Calls("x.inc") == Strings{"BODY -> f @a.cc"});
  }
}

TEST_CASE("what was parsed before decides nothing") {
  const TemporaryTree tree(
      {{"s.h", "#pragma GCC system_header\nint f();\nstruct S { int g() { return f(); } };\n"},
       {"s.cc", "#include \"s.h\"\n#include <string>\n"},
       {"p.cc", "#include <string>\nint h() { return std::stoi(\"1\"); }\n"}});
  ClangPaths paths(tree.root());
  ClangUnitParser parser;
  const auto bytes = [&](ClangUnitParser& by, const std::string& file) {
    const auto result = by.Parse({tree.root() + "/" + file, tree.root(), {}}, paths);
    REQUIRE(result.ok());
    return EncodeClangResult(*result);
  };
  for (const std::string file : {"p.cc", "s.cc", "s.cc", "p.cc", "p.cc"}) {
    ClangUnitParser fresh;
    CHECK(bytes(parser, file) == bytes(fresh, file));
  }
}

TEST_CASE("C is C") {
  const TemporaryTree tree(
      {{"a.c", "#include <stdio.h>\nint class = 1;\nint main(void) { return puts(\"x\"); }\n"}});
  const Parsed parsed(tree, "a.c", {"-std=c11"});
  CHECK(parsed.At("a.c").errors == 0);
  CHECK(parsed.Calls("a.c") == Strings{"puts(\"x\") -> puts"});
}

TEST_CASE("a forced include loads no precompiled form") {
  const TemporaryTree tree({{"pre.h", "int f();\n"},
                            {"pre.h.pch", "CPCH and nothing good"},
                            {"pre.h.gch", "gpch and nothing good"},
                            {"a.cc", "int h() { return f(); }\n"}});
  const Parsed parsed(tree, "a.cc", {"-include", "pre.h"});
  CHECK(parsed.error().empty());
  CHECK(parsed.Calls("a.cc") == Strings{"f() -> f @pre.h"});
}

TEST_CASE("hostile flags neither write nor load") {
  const TemporaryTree tree({{"a.cc", "#include \"x.h\"\n"}, {"x.h", ""}});
  const std::string& root = tree.root();
  const Parsed parsed(
      tree, "a.cc",
      {"-MD", "-MF", root + "/out.d", "-o", root + "/out.o", "-Xclang", "-load", "-Xclang",
       root + "/evil.so", "-fplugin=" + root + "/evil.so", "-ftime-trace=" + root + "/trace.json",
       "-save-temps", "@" + root + "/x.rsp", "-serialize-diagnostics", root + "/out.dia",
       "-fmodules", "-fmodules-cache-path=" + root + "/cache"});
  CHECK(parsed.Includes("a.cc") == Strings{"\"x.h\" -> x.h @x.h"});
  const auto entries = std::filesystem::directory_iterator(root);
  CHECK(std::distance(begin(entries), end(entries)) == 2);
}

TEST_CASE("a unit that cannot be parsed says why") {
  const TemporaryTree tree({{"-a.cc", "int x = 1;\n"}, {"dir/x", ""}});
  ClangPaths paths(tree.root());
  const auto error = [&](ClangUnit unit) {
    const auto result = ClangUnitParser().Parse(unit, paths);
    return result.ok() ? std::string() : result.error().message;
  };
  CHECK(error({"gone.cc", tree.root(), {}}).starts_with("no such file"));
  CHECK(error({"dir", tree.root(), {}}).starts_with("no such file"));
  CHECK(error({"a.cc", "/nowhere/at/all", {}}).starts_with("the directory"));
  CHECK(error({"a.cc", "dir", {}}).starts_with("the directory"));
  CHECK(error({"-a.cc", tree.root(), {}}).empty());
}

TEST_CASE("bytes that are no text are an error count, not a crash") {
  const TemporaryTree tree({{"a.cc", std::string("int \0a\xff\xfe = \"\x80;\n", 16)}});
  const Parsed parsed(tree, "a.cc");
  CHECK(parsed.error().empty());
  CHECK(parsed.At("a.cc").errors > 0);
}

TEST_CASE("nested brackets end at the compiler's limit") {
  const TemporaryTree tree(
      {{"a.cc", "int a = " + std::string(100'000, '(') + "1" + std::string(100'000, ')') + ";\n"}});
  CHECK(Parsed(tree, "a.cc").At("a.cc").errors > 0);
}

}  // namespace
}  // namespace krepis::analyzer
