#include "analyzer/frontend/clang_command_line.h"

#include <doctest/doctest.h>

#include "analyzer/frontend/testing/temporary_tree.h"

namespace krepis::analyzer {
namespace {

using Arguments = std::vector<std::string>;

TEST_CASE("a forced include goes past the driver, in its place among the others") {
  const Arguments arguments = ClangCommandLine(FilterFlags({"-Ia", "-include", "-load", "-DB"}));
  CHECK(arguments == Arguments{"clang", "--no-default-config", "-Ia", "-Xclang", "-include",
                               "-Xclang", "-load", "-DB", "-fsyntax-only", "-w", "-ferror-limit=0",
                               "-fno-spell-checking"});
}

TEST_CASE("a system directory in the workspace is noticed, however it is spelled") {
  const TemporaryTree tree({{"sys/x.h", ""}});
  ClangPaths paths(tree.root());
  const auto inside = [&](const std::vector<std::string>& flags) {
    return HasSystemDirectoryInside(FilterFlags(flags), tree.root() + "/sys", paths);
  };
  CHECK(inside({"-isystem", "."}));
  CHECK(inside({"-isystem.."}));
  CHECK(inside({"-idirafter", tree.root() + "/sys"}));
  CHECK_FALSE(inside({"-I."}));
  CHECK_FALSE(inside({"-isystem", "/usr/include"}));
  CHECK_FALSE(inside({"-isystem", "../.."}));
}

TEST_CASE("paths are named as the graph names them") {
  const TemporaryTree tree({{"a/x.h", ""}});
  std::filesystem::create_directory_symlink("a", tree.root() + "/b");
  ClangPaths paths(tree.root() + "/a/..");
  CHECK(paths.Find(tree.root(), "b/../a/x.h").path == "a/x.h");
  CHECK(paths.Find(tree.root() + "/b", "x.h").path == "a/x.h");
  CHECK(paths.Find("/", tree.root() + "/a/x.h").inside);
  CHECK(paths.Find("/", tree.root()).inside);
  CHECK_FALSE(paths.Find("/", tree.root() + "x").inside);
  CHECK(paths.Find("/usr/./include", "gone.h").path == "/usr/include/gone.h");
}

}  // namespace
}  // namespace krepis::analyzer
