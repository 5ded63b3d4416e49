#include "analyzer/workspace/cl_flags.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

std::string Translated(const std::vector<std::string>& arguments) {
  std::string all;
  for (const std::string& flag : TranslateClFlags(arguments)) {
    all += (all.empty() ? "" : " ") + flag;
  }
  return all;
}

}  // namespace

TEST_CASE("the compilers that take the flags of Visual C++") {
  CHECK(TakesClFlags("C:\\VC\\bin\\CL.EXE", {}));
  CHECK(TakesClFlags("/usr/bin/clang-cl-19", {}));
  CHECK(!TakesClFlags("/usr/bin/clang++", {}));
  CHECK(!TakesClFlags("/usr/bin/nvcl", {}));
  const std::vector<std::string> driver = {"--driver-mode=cl"};
  CHECK(TakesClFlags("clang", driver));
}

TEST_CASE("flags of Visual C++ that say what to parse") {
  CHECK(Translated({"/nologo", "/Iinc", "/I", "other\\inc", "-Idash", "/external:Isys", "/imsvc",
                    "ms"}) == "-I inc -I other/inc -I dash -isystem sys -isystem ms");
  CHECK(Translated({"/DX=1", "/D", "Y", "/UZ", "/FIpch.h", "/FI", "b.h", "/DP=/x/a.h"}) ==
        "-D X=1 -D Y -U Z -include pch.h -include b.h -D P=/x/a.h");
  CHECK(Translated({"/std:c++20", "/std:c++latest", "/TP", "/TC"}) ==
        "-std=c++20 -std=c++23 -xc++ -xc");
  CHECK(Translated({"/W4", "/EHsc", "/Zi", "/Foout.obj", "/c", "src\\a.cc"}) == "src\\a.cc");
  CHECK(Translated({"/Users/x/a.cc", "/D", "-fms-compatibility", "-include", "c.h"}) ==
        "/Users/x/a.cc -D -fms-compatibility -include c.h");
  CHECK(Translated({"/I"}) == "");
  CHECK(Translated({"", "/", "-"}) == "-");
}

}  // namespace krepis::analyzer
