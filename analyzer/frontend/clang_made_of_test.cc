#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <vector>

#include "analyzer/frontend/clang_client.h"
#include "analyzer/frontend/testing/clang_options.h"
#include "analyzer/frontend/testing/temporary_tree.h"

namespace krepis::analyzer {
namespace {

/// Of one file, by a worker of its own.
ClangText DirectivesOf(const std::string& text) {
  const TemporaryTree tree({{"x.h", text}});
  ClangClient client(Options(tree));
  const auto all = client.Directives({tree.root() + "/gone.h", tree.root() + "/x.h"});
  REQUIRE(all.size() == 2);
  CHECK(all[0] == ClangText());
  CHECK(all[1].file != DiskFile());
  return all[1];
}

TEST_CASE("directives are the same whatever else a file holds, and where they stand") {
  const std::string text =
      "#ifndef X\n#define X(a) \\\n  f(a)\n#include <y.h>\nint f(int);\n#endif\n";
  const LongChecksum plain = DirectivesOf(text).checksum;
  CHECK(plain != LongChecksum());
  const auto with = [&](const std::string& before, const std::string& after) {
    std::string other = text;
    other.replace(other.find(before), before.size(), after);
    return DirectivesOf(other).checksum;
  };
  CHECK(with("int f(int);", "/* another */ int g(int, int);\nint h();") == plain);
  // Where an include stands is told.
  CHECK(with("#include", "\n#include") != plain);
  CHECK(with("<y.h>", "<z.h>") != plain);
  CHECK(with("<y.h>", "\"y.h\"") != plain);
  CHECK(with("#include <", "#include  <") != plain);
  CHECK(with("f(a)\n", "f(b)\n") != plain);
  CHECK(with("#ifndef", "#ifdef") != plain);
  CHECK(with("#ifndef X\n", "#ifndef X\n#pragma once\n") != plain);
  // Behind the guard: the file is read again.
  CHECK(with("#endif\n", "#endif\nint x;\n") != plain);
}

TEST_CASE("a unit that hangs on more than directives says so") {
  const TemporaryTree tree({{"line.cc", "#if __LINE__ == 1\n#endif\n"},
                            {"plain.cc", "int line = __LINE__;\n"},
                            {"data.cc", "#if __has_embed(\"data.txt\")\n#endif\n"},
                            {"data.txt", "1"}});
  const auto ask = [&](const std::string& file, ClangDepth depth = ClangDepth::kIncludes) {
    DiskAnswers asked;
    ClangOptions options = Options(tree);
    options.asked = &asked;
    ClangClient client(options);
    client.Submit({file, tree.root(), {}, depth});
    auto outcome = client.Wait();
    REQUIRE(outcome);
    REQUIRE(outcome->result.ok());
    return std::move(outcome->result).value();
  };
  CHECK_FALSE(ask("line.cc").by_text);
  CHECK(ask("plain.cc").by_text);
  CHECK(ask("plain.cc").made_of);
  for (const ClangDepth depth :
       {ClangDepth::kIncludes, ClangDepth::kBases, ClangDepth::kSemantics}) {
    CAPTURE(static_cast<int>(depth));
    CHECK(ask("line.cc", depth).made_of);
    CHECK_FALSE(ask("data.cc", depth).made_of);
  }
  CHECK(ask("line.cc", ClangDepth::kSemantics).by_text);
}

TEST_CASE("a unit is made of the files that clang opens") {
  const std::string kMain = "#include \"x.h\"\n#if __has_include(\"seen.h\")\n#endif\n";
  const TemporaryTree tree({{"a.cc", kMain},
                            {"x.h", "#include \"empty.h\"\nint f();\n"},
                            {"empty.h", ""},
                            {"forced.h", ""},
                            {"seen.h", ""}});
  std::vector<DiskFile> expected;
  for (const char* const name : {"a.cc", "x.h", "empty.h", "forced.h"}) {
    struct stat status{};
    REQUIRE(stat((tree.root() + "/" + name).c_str(), &status) == 0);
    expected.push_back({status.st_dev, status.st_ino});
  }
  std::sort(expected.begin(), expected.end());
  for (const ClangDepth depth :
       {ClangDepth::kIncludes, ClangDepth::kBases, ClangDepth::kSemantics}) {
    CAPTURE(static_cast<int>(depth));
    DiskAnswers asked;
    ClangOptions options = Options(tree);
    options.asked = &asked;
    ClangClient client(options);
    client.Submit({"a.cc", tree.root(), {"-include", "forced.h"}, depth});
    client.Submit({"a.cc", tree.root(), {"-include", "forced.h"}, depth});
    const auto first = client.Wait();
    const auto second = client.Wait();
    REQUIRE(first);
    REQUIRE(first->result.ok());
    REQUIRE(second);
    REQUIRE(second->result.ok());
    CHECK(first->result->made_of == expected);
    CHECK(second->result->made_of == expected);
    CHECK(first->result->by_text);
    REQUIRE(first->result->texts.size() == 4);
    for (const ClangText& text : first->result->texts) {
      CHECK(std::binary_search(expected.begin(), expected.end(), text.file));
      // The text of a.cc, and only where all of it counts.
      struct stat status{};
      REQUIRE(stat((tree.root() + "/a.cc").c_str(), &status) == 0);
      if (text.file == DiskFile{status.st_dev, status.st_ino})
        CHECK((text.checksum == ChecksumLong(kMain)) == (depth != ClangDepth::kIncludes));
    }
    CHECK(second->result->texts.empty());
    // What is left out the second time is named.
    CHECK(second->result->files.size() + second->result->again.size() ==
          first->result->files.size());
  }
}

}  // namespace
}  // namespace krepis::analyzer
