#include <doctest/doctest.h>

#include <string>

#include "tests/lexical/found.h"

namespace krepis::testing {
namespace {

constexpr analyzer::Language kCpp = analyzer::Language::kCpp;
constexpr analyzer::Language kC = analyzer::Language::kC;

}  // namespace

TEST_CASE("directives that include") {
  CHECK(Agreed(kCpp, "#include <vector>\n#include \"a/b.h\"\n") == "include vector, include a/b.h");
  CHECK(Agreed(kC, "  #  include\t<stdio.h>  // why\n") == "include stdio.h");
  CHECK(Agreed(kCpp, "#include\"a.h\"\r\n#include<b>\r\n") == "include a.h, include b");
  CHECK(Found(kCpp, "\xEF\xBB\xBF#include \"a.h\"\n") == "include a.h");
  CHECK(Found(kC, "#include_next <a.h>\n#import \"b.h\"\n") == "include a.h, include b.h");
  CHECK(Found(kCpp, "int a;\n#include \"a.h\"") == "include a.h");
  CHECK(Found(kCpp, "#include \"a'b.h\"\n#include <c\"d>\n") == "include a'b.h, include c\"d");
}

TEST_CASE("all branches of conditionals") {
  CHECK(Agreed(kCpp,
               "#if 0\n#include \"a.h\"\n#elif B\n#include \"b.h\"\n#else\n#include \"c.h\"\n"
               "#endif\n") == "include a.h, include b.h, include c.h");
  CHECK(Found(kCpp, "#if 0\nit doesn't compile: \"\n#endif\n#include \"a.h\"\n") == "include a.h");
  CHECK(Agreed(kCpp, "#error don't\n#include \"a.h\"\n") == "include a.h");
  CHECK(Agreed(kCpp, "#if __has_include(\"b.h\")\n#endif\n") == "");
}

TEST_CASE("what only looks like a directive") {
  CHECK(Agreed(kCpp, "// #include \"a.h\"\n/*\n#include \"b.h\"\n*/\n") == "");
  CHECK(Agreed(kCpp, "// goes on \\\n#include \"a.h\"\nint b;\n") == "");
  CHECK(Agreed(kCpp, "const char* a = \"\\\n#include <b>\";\n") == "");
  CHECK(Agreed(kCpp, "const char* a = R\"(\n#include \"b.h\"\n)\";\n") == "");
  CHECK(Agreed(kCpp, "const char* a = u8R\"x(\n)\"\n#include \"b.h\"\n)x\";\n") == "");
  CHECK(Agreed(kCpp, "#define A \\\n  1\n#define B(x) #x \"#include <c>\"\n") == "");
  CHECK(Found(kCpp, "#define A \\\n#include \"b.h\"\nint c;\n") == "");
  CHECK(Agreed(kCpp, "#includes\n#define include \"a.h\"\n") == "");
}

TEST_CASE("what may hide a directive") {
  CHECK(Agreed(kCpp, "char a = '\"';\n#include \"a.h\"\n") == "include a.h");
  CHECK(Agreed(kCpp, "char a[] = {'\\'', '\\\\', '/', '#'};\n#include \"a.h\"\n") == "include a.h");
  CHECK(Agreed(kCpp, "int a = 1'000'000 + 0xF'F; char b = u'x';\n#include \"a.h\"\n") ==
        "include a.h");
  CHECK(Agreed(kCpp, "/* a */ /* b\n */ #include \"a.h\"\n") == "include a.h");
  CHECK(Agreed(kCpp, "const char* a = \"/*\";\n#include \"a.h\"\n/* \" */\n") == "include a.h");
  CHECK(Agreed(kCpp, "const char* a = R\"(\\)\";\n#include \"a.h\"\n") == "include a.h");
  CHECK(Agreed(kCpp, "int a = b / c;\n#include \"a.h\"\nint d = e /f;") == "include a.h");
}

TEST_CASE("suppressions") {
  CHECK(Agreed(kCpp,
               "// krepis: allow-file(a) why=\"x\"\n#include \"a.h\"  // krepis: allow(b) "
               "why=\"y\"\n") == "include a.h, allow a, allow b");
  CHECK(Agreed(kCpp, "const char* a = \"// krepis: allow(b) why='y'\";\n") == "");
}

TEST_CASE("what a parser has to read") {
  CHECK(Found(kCpp, "#include HEADER(a)\n") == "[unsure]");
  CHECK(Found(kCpp, "#include\n") == "[unsure]");
  CHECK(Found(kCpp, "#include \"a.h\n") == "[unsure]");
  CHECK(Found(kCpp, "# \\\ninclude \"a.h\"\n") == "[unsure]");
  CHECK(Found(kCpp, "#/**/include \"a.h\"\n") == "[unsure]");
  CHECK(Found(kCpp, "int a; /* b\n*/ #include \"a.h\"\n") == "");
  CHECK(Found(kCpp, "/* a\n#include \"b.h\"\n") == "[unsure]");
  CHECK(Found(kCpp, "R\"(a\n#include \"b.h\"\n") == "[unsure]");
  CHECK(Agreed(kCpp, "import a.b;\n") == "import a.b");
  CHECK(Agreed(kCpp, "int a;\n  export import <sys/x.h>;\nimport \"b.h\";\n") ==
        "include sys/x.h, include b.h");
  CHECK(Agreed(kCpp, "export module a;\nimport :part;\nexport import b;\nexport int f();\n") ==
        "import :part, import b");
  CHECK(Agreed(kCpp, "module;\n#include \"a.h\"\nmodule a.b [[x]];\nmodule :private;\n") ==
        "include a.h, import a.b");
  CHECK(Agreed(kCpp, "export module a:part;\nexport namespace n { class C {}; }\n") == "");
  // Names like any other.
  CHECK(Agreed(kCpp, "void f() {\n  import x;\n  module y;\n  module * z;\n}\n") == "");
  CHECK(Agreed(kCpp, "struct S {\n  module m;\n};\nmodule x;\nimport\n y;\n") == "");
  CHECK(Agreed(kCpp, "/*\nimport a;\n*/\nauto s = R\"(\nimport b;\n)\";\n") == "");
  CHECK(Agreed(kC, "struct import x;\n") == "");
  CHECK(Found(kCpp, "void f() {\n  module->import(1);\n  import(2);\n}\n") == "");
}

}  // namespace krepis::testing
