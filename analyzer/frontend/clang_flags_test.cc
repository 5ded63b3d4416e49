#include "analyzer/frontend/clang_flags.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {
namespace {

using Flags = std::vector<std::string>;

TEST_CASE("search paths, macros and language pass in one spelling") {
  const FilteredFlags filtered =
      FilterFlags({"-I", "include", "-Isrc", "-iquote", "q", "-isystem/opt/x", "-idirafter", "z",
                   "-D", "A=1", "-DB", "-UC", "-x", "c++", "-std=c++20", "-target", "x86_64-linux",
                   "--sysroot", "/opt/root"});
  CHECK(filtered.flags == Flags{"-Iinclude", "-Isrc", "-iquoteq", "-isystem/opt/x", "-idirafterz",
                                "-DA=1", "-DB", "-UC", "-xc++", "-std=c++20",
                                "--target=x86_64-linux", "--sysroot=/opt/root"});
  CHECK(filtered.directories == Flags{"include", "src", "q", "/opt/x", "z", "/opt/root"});
  CHECK(filtered.dropped.empty());
}

TEST_CASE("what changes parsing passes") {
  const Flags kept = {"-fno-exceptions",
                      "-frtti",
                      "-fno-rtti",
                      "-funsigned-char",
                      "-fPIC",
                      "-march=native",
                      "-mavx2",
                      "-m32",
                      "-O2",
                      "-pthread",
                      "-nostdinc++",
                      "-stdlib=libc++",
                      "-fopenmp",
                      "-fno-builtin-memcpy",
                      "-ftemplate-depth=1024",
                      "-fsanitize=address,undefined"};
  const FilteredFlags filtered = FilterFlags(kept);
  CHECK(filtered.flags == kept);
  CHECK(filtered.dropped.empty());
}

TEST_CASE("what writes, loads, runs or reads arguments from a file is dropped with its value") {
  const std::vector<Flags> hostile = {
      {"-Xclang", "-load"},
      {"-Xclang", "-add-plugin"},
      {"-load", "/tmp/evil.so"},
      {"-fplugin=/tmp/evil.so"},
      {"-fpass-plugin=/tmp/evil.so"},
      {"-fplugin-arg-evil-x"},
      {"-plugin", "evil"},
      {"-mllvm", "-load=/tmp/evil.so"},
      {"-mllvm=-load=/tmp/evil.so"},
      {"-mmlir", "-x"},
      {"-MD"},
      {"-MMD"},
      {"-M"},
      {"-MF", "/tmp/out.d"},
      {"-MF/tmp/out.d"},
      {"-MT", "x"},
      {"-MJ", "/tmp/out.json"},
      {"-Wp,-MD,/tmp/out.d"},
      {"-Wa,-o,/tmp/out"},
      {"-Wl,-plugin,/tmp/evil.so"},
      {"-Xpreprocessor", "-MD"},
      {"-Xassembler", "-o"},
      {"-Xlinker", "-plugin"},
      {"-o", "/tmp/out.o"},
      {"-o/tmp/out.o"},
      {"-dependency-file", "/tmp/out.d"},
      {"-serialize-diagnostics", "/tmp/out.dia"},
      {"--serialize-diagnostics=/tmp/out.dia"},
      {"-save-temps"},
      {"-save-temps=obj"},
      {"-gsplit-dwarf"},
      {"-ftime-trace=/tmp/trace"},
      {"-fcrash-diagnostics-dir=/tmp"},
      {"-fprofile-instr-generate=/tmp/p"},
      {"-fprofile-use=/tmp/p"},
      {"-fmodules"},
      {"-fmodules-cache-path=/tmp/m"},
      {"-fmodule-file=/tmp/evil.pcm"},
      {"-fprebuilt-module-path=/tmp"},
      {"-fmodule-map-file=/tmp/m"},
      {"-include-pch", "/tmp/evil.pch"},
      {"-ivfsoverlay", "/tmp/vfs.yaml"},
      {"-working-directory", "/"},
      {"-B", "/tmp/bin"},
      {"-B/tmp/bin"},
      {"--config", "/tmp/clang.cfg"},
      {"--config=/tmp/clang.cfg"},
      {"--driver-mode=cl"},
      {"-fsanitize-ignorelist=/etc/passwd"},
      {"-fsanitize=address,../x"},
      {"@/tmp/more.rsp"},
      {"@more.rsp"},
      {"-fbracket-depth=1000000"},
      {"-ftemplate-depth=99999999"},
      {"-fconstexpr-depth=4294967296"},
      {"-x", "ir"},
      {"-xast"},
      {"-x", "cuda"},
      {"-m"},
      {"-march=/tmp/x"},
      {"-std=c++20 -load"},
      {"-"},
      {"--"},
      {"other.cc"},
      {"-c"},
      {"-E"},
      {"-S"},
      {"-emit-llvm"},
      {"-Wall"},
      {"-include", "-"},
      {"-I"},
      {""},
  };
  for (const Flags& flags : hostile) {
    CAPTURE(flags.front());
    CAPTURE(flags.back());
    const FilteredFlags filtered = FilterFlags(flags);
    CHECK(filtered.flags.empty());
    CHECK(filtered.dropped == flags);
    CHECK(filtered.directories.empty());
  }
}

TEST_CASE("a dropped flag's value is not read as a flag") {
  const FilteredFlags filtered = FilterFlags({"-o", "-DEVIL", "-Xclang", "-DEVIL", "-DGOOD"});
  CHECK(filtered.flags == Flags{"-DGOOD"});
}

TEST_CASE("a value may begin with a dash without becoming a flag") {
  const FilteredFlags filtered = FilterFlags({"-I", "-load", "-D", "-Xclang"});
  CHECK(filtered.flags == Flags{"-I-load", "-D-Xclang"});
}

TEST_CASE("the forced include of a precompiled header's source is understood") {
  const FilteredFlags filtered =
      FilterFlags({"-Xclang", "-include-pch", "-Xclang", "/b/cmake_pch.hxx.pch", "-Xclang",
                   "-include", "-Xclang", "/b/cmake_pch.hxx", "-Winvalid-pch"});
  CHECK(filtered.flags == Flags{"-include", "/b/cmake_pch.hxx"});
  CHECK(filtered.directories == Flags{"/b"});
  CHECK(filtered.dropped ==
        Flags{"-Xclang", "-include-pch", "-Xclang", "/b/cmake_pch.hxx.pch", "-Winvalid-pch"});
}

TEST_CASE("the folder of a forced include is what a worker must read") {
  CHECK(FilterFlags({"-include", "a.h"}).directories == Flags{"."});
  CHECK(FilterFlags({"-include", "/a.h"}).directories == Flags{"/"});
  CHECK(FilterFlags({"-imacros", "x/y/a.h"}).directories == Flags{"x/y"});
}

}  // namespace
}  // namespace krepis::analyzer
