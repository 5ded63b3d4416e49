#include "analyzer/workspace/compile_commands.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/file_system.h"
#include "analyzer/workspace/compile_flags.h"

namespace krepis::analyzer {
namespace {

using Strings = std::vector<std::string>;

CompileFlags Filter(std::string_view command) {
  return FilterCompileFlags(SplitShellWords(command), "/w/build");
}

bool HasIssue(const CompileDatabase& database, std::string_view text) {
  return std::any_of(database.issues.begin(), database.issues.end(), [&](const Error& issue) {
    return issue.message.find(text) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("commands are split as a shell splits them") {
  CHECK(SplitShellWords("a  b\tc\n") == Strings{"a", "b", "c"});
  CHECK(SplitShellWords(R"(-DX="a b" '-DY="q"' "" -DZ=\"v\")") ==
        Strings{"-DX=a b", "-DY=\"q\"", "", "-DZ=\"v\""});
  CHECK(SplitShellWords(R"("a\"b\\c\n" 'x\y' a\ b)") == Strings{"a\"b\\c\\n", "x\\y", "a b"});
  CHECK(SplitShellWords("a\\\nb") == Strings{"ab"});
  CHECK(SplitShellWords("'open") == Strings{"open"});
  CHECK(SplitShellWords("").empty());
  CHECK(SplitShellWords("\\") == Strings{"\\"});
}

TEST_CASE("flags that say what to parse are kept, with absolute paths") {
  const CompileFlags flags = Filter(
      "-I../include -I /abs/inc -iquote q -isystem ../sys -idirafter after -isystem/joined "
      "-DA=1 -D B -UC -std=c++20 -x c++ -include config.h --target=arm64 -target x86 -march=native "
      "-m32 -fno-exceptions -fms-extensions -funsigned-char -pthread -nostdinc++ "
      "--sysroot=/root -isysroot ../sdk src/a.cc");
  CHECK(flags.kept == Strings{"-I/w/include",
                              "-I/abs/inc",
                              "-iquote",
                              "/w/build/q",
                              "-isystem",
                              "/w/sys",
                              "-idirafter",
                              "/w/build/after",
                              "-isystem",
                              "/joined",
                              "-DA=1",
                              "-DB",
                              "-UC",
                              "-std=c++20",
                              "-xc++",
                              "-include",
                              "config.h",
                              "--target=arm64",
                              "-target",
                              "x86",
                              "-march=native",
                              "-m32",
                              "-fno-exceptions",
                              "-fms-extensions",
                              "-funsigned-char",
                              "-pthread",
                              "-nostdinc++",
                              "--sysroot=/root",
                              "-isysroot",
                              "/w/sdk"});
  CHECK(flags.refused.empty());
  CHECK(flags.inputs == Strings{"src/a.cc"});
}

TEST_CASE("flags that only build are dropped, with their values") {
  const CompileFlags flags = Filter(
      "-c -o out.o -O2 -g -Wall -Wl,-rpath,x -Lfoo -L dir -lfoo -pipe -Xlinker a.o --param p=1 "
      "-fPIC -fno-strict-aliasing -shared -arch arm64 -- -odd.cc");
  CHECK(flags.kept == Strings{"-fPIC"});
  CHECK(flags.refused.empty());
  CHECK(flags.inputs == Strings{"-odd.cc"});
}

TEST_CASE("flags that write or load are refused by name, never kept") {
  const CompileFlags flags = Filter(
      "-MD -MMD -MP -MF x.d -MT target -MQ q -MJ frag.json -fplugin=evil.so -fpass-plugin=e.so "
      "-Xclang -load -Xclang evil.so -mllvm -load=evil.so -save-temps=obj -specs=evil.specs "
      "-B/evil -wrapper gdb,--args -include-pch x.pch -fmodules-cache-path=/tmp/x "
      "-fprofile-generate=/tmp -ivfsoverlay map.yaml -Wp,-MD,x.d --config=evil.cfg "
      "--serialize-diagnostics out.dia -resource-dir /evil -dependency-file d -ftime-trace=x "
      "-fcrash-diagnostics-dir=/tmp @left.rsp a.cc");
  CHECK(flags.kept.empty());
  CHECK(flags.inputs == Strings{"a.cc"});
  for (const char* flag : {"-MD",
                           "-MMD",
                           "-MF",
                           "-MT",
                           "-MJ",
                           "-fplugin",
                           "-fpass-plugin",
                           "-Xclang",
                           "-mllvm",
                           "-save-temps",
                           "-specs",
                           "-B",
                           "-wrapper",
                           "-include-pch",
                           "-fmodules-cache-path",
                           "-ivfsoverlay",
                           "-Wp,",
                           "--config",
                           "-resource-dir",
                           "@"}) {
    CAPTURE(flag);
    CHECK(std::count(flags.refused.begin(), flags.refused.end(), flag) >= 1);
  }
  for (const std::string& flag : flags.refused) {
    CHECK(flag.find("evil") == std::string::npos);  // values stay out of reports
  }
}

TEST_CASE("cut off flags do not read past the end") {
  for (const char* flag : {"-I", "-D", "-o", "-include", "-Xclang", "-isystem", "--sysroot",
                           "--sysroot=", "-x", "-std=", "-target", "-", "--", "-f", "-m", "@"}) {
    CAPTURE(flag);
    const CompileFlags flags = FilterCompileFlags(Strings{flag}, "/w");
    CHECK(flags.kept.size() <= 1);
  }
}

TEST_CASE("a database: relative directories, duplicates, wrappers, files elsewhere") {
  const MemoryFileSystem files({
      {"src/a.cc", ""},
      {"src/b.c", ""},
      {"src/c.c", ""},
      {"build/compile_commands.json", R"([
        {"directory": ".", "file": "../src/a.cc", "command": "ccache g++ -I../include -c ../src/a.cc -MD"},
        {"directory": "/w/build", "file": "/w/src/a.cc", "arguments": ["/usr/bin/g++", "-I/w/include", "-MD"]},
        {"directory": "/w", "file": "src/a.cc", "arguments": ["g++", "-DOTHER"]},
        {"directory": "/w", "file": "src/b.c", "command": "g++ src/b.c"},
        {"directory": "/w", "file": "src/c.c", "command": "gcc src/c.c"},
        {"directory": "/w", "file": "/elsewhere/x.cc", "command": "g++ x.cc"},
        {"directory": "/w", "file": "src/gone.cc", "command": "g++ src/gone.cc"},
        {"directory": "/w", "file": "src/a.cc", "command": ""},
        {"directory": "/w", "command": "g++"},
        {"directory": 3, "file": "src/a.cc", "command": "g++"},
        "nonsense", null])"},
  });
  const CompileDatabase database =
      LoadCompileDatabases(files, {"build/compile_commands.json"}, {.root = "/w"});
  REQUIRE(database.commands.size() == 4);
  CHECK(database.commands[0].file == "src/a.cc");
  CHECK(database.commands[0].flags == Strings{"-DOTHER"});
  CHECK(database.commands[0].directory == "/w");
  CHECK(database.commands[1].flags == Strings{"-I/w/include"});
  CHECK(database.commands[1].directory == "/w/build");
  CHECK(database.commands[2].flags == Strings{"-xc++"});
  CHECK(database.commands[3].flags.empty());
  CHECK(HasIssue(database, "names 1 files that do not exist, first src/gone.cc"));
  CHECK(HasIssue(database, "has 5 entries without file, directory or command"));
  CHECK(HasIssue(database, "has 2 commands with -MD, which is left out"));
  CHECK(database.issues.size() == 3);
}

TEST_CASE("a database that was made elsewhere says so") {
  const MemoryFileSystem files({
      {"compile_commands.json",
       R"([{"directory": "/ci/project", "file": "src/a.cc", "command": "g++ src/a.cc"}])"},
      {"broken.json", "[{]"},
      {"object.json", "{}"},
  });
  const CompileDatabase database = LoadCompileDatabases(
      files, {"compile_commands.json", "broken.json", "object.json", "missing.json"},
      {.root = "/w"});
  CHECK(database.commands.empty());
  CHECK(HasIssue(database, "names no file of the workspace /w, first /ci/project/src/a.cc"));
  CHECK(HasIssue(database, "broken.json is not valid JSON"));
  CHECK(HasIssue(database, "object.json is not a list of compile commands"));
  CHECK(HasIssue(database, "missing.json"));
}

TEST_CASE("response files are expanded inside the workspace only, and bounded") {
  const MemoryFileSystem files({
      {"a.cc", ""},
      {"b.cc", ""},
      {"c.cc", ""},
      {"build/flags.rsp", "-DFROM_FILE '-DSPACE=a b'\n@more.rsp"},
      {"build/more.rsp", "-DMORE"},
      {"build/loop.rsp", "-DLOOP @loop.rsp @loop.rsp"},
      {"db.json", R"([
        {"directory": "/w/build", "file": "../a.cc", "command": "g++ @flags.rsp -DLAST"},
        {"directory": "/w/build", "file": "../b.cc", "command": "g++ @/etc/passwd @../../x @gone.rsp"},
        {"directory": "/w/build", "file": "../c.cc", "command": "g++ @loop.rsp"}])"},
  });
  const CompileDatabase database = LoadCompileDatabases(files, {"db.json"}, {.root = "/w"});
  REQUIRE(database.commands.size() == 3);
  CHECK(database.commands[0].flags == Strings{"-DFROM_FILE", "-DSPACE=a b", "-DMORE", "-DLAST"});
  CHECK(database.commands[1].flags.empty());
  CHECK(!database.commands[2].flags.empty());
  CHECK(HasIssue(database,
                 "response files that cannot be read inside the workspace, first "
                 "@/etc/passwd"));
}

}  // namespace krepis::analyzer
