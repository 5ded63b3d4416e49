#include "analyzer/workspace/discovery.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/ignore_rules.h"
#include "analyzer/workspace/paths.h"
#include "analyzer/workspace/workspace_root.h"

namespace krepis::analyzer {
namespace {

std::vector<std::string> Paths(const Discovery& found) {
  std::vector<std::string> paths;
  for (const SourceFile& file : found.sources) paths.push_back(file.path);
  return paths;
}

Glob MustCompile(std::string_view pattern) {
  Result<Glob> glob = Glob::Compile(pattern);
  REQUIRE(glob.ok());
  return *std::move(glob);
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("paths are joined and resolved without leaving the root") {
  CHECK(ResolvePath("a/b", "../c/./d.ts") == "a/c/d.ts");
  CHECK(ResolvePath("a", "..") == "");
  CHECK(ResolvePath("", "./x//y/") == "x/y");
  CHECK(!ResolvePath("a", "../../x"));
  CHECK(!ResolvePath("a", "/etc/passwd"));
  CHECK(ResolveAbsolute("/a/b", "../c") == "/a/c");
  CHECK(ResolveAbsolute("/a", "../../..") == "/");
  CHECK(ResolveAbsolute("/a", "/x/../y") == "/y");
  CHECK(RelativeTo("/r", "/r/a") == "a");
  CHECK(RelativeTo("/r", "/r") == "");
  CHECK(!RelativeTo("/r", "/rr/a"));
  CHECK(RelativeTo("/", "/a") == "a");
  CHECK(IsWithin("a", "a/b"));
  CHECK(!IsWithin("a", "ab"));
  CHECK(WithoutExtension("a.b/c.d.ts") == "a.b/c.d");
  CHECK(WithoutExtension("a.b/.env") == "a.b/.env");
}

TEST_CASE("ignore patterns match as git's wildmatch does") {
  struct Case {
    const char* pattern;
    const char* text;
    bool matches;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"foo", "foo", true},
           {"*", "foo", true},
           {"*", "a/b", false},
           {"f?o", "foo", true},
           {"a?b", "a/b", false},
           {"a/*/c", "a/b/c", true},
           {"a/*/c", "a/b/x/c", false},
           {"a/**/c", "a/c", true},
           {"a/**/c", "a/b/x/c", true},
           {"**/c", "c", true},
           {"**/c", "a/b/c", true},
           {"**/c", "a/bc", false},
           {"a/**", "a/b/c", true},
           {"a/**", "a", false},
           {"a**c", "abc", true},
           {"a**c", "a/c", false},
           {"**/b*/**/d.*", "a/b/bc/x/y/d.ts", true},
           {"**/a/**/a/**/b", "a/a/a/c", false},
           {"*a*b", "xaxbxab", true},
           {"*a*b", "xaxbxac", false},
           {"[a-c]x", "bx", true},
           {"[!a-c]x", "bx", false},
           {"[^a-c]x", "dx", true},
           {"[]x]", "]", true},
           {"[a-]", "-", true},
           {"[[:digit:]]*", "7x", true},
           {"[[:digit:]]*", "x7", false},
           {"[[:nonsense:]]", "n", false},
           {"[a", "a", false},
           {"a[/]b", "a/b", false},
           {"a[!x]b", "a/b", false},
           {"\\*x", "*x", true},
           {"\\*x", "ax", false},
           {"x\\", "x", false},
           {"[\\]]", "]", true},
       }) {
    CAPTURE(c.pattern);
    CAPTURE(c.text);
    CHECK(MatchIgnorePattern(c.pattern, c.text) == c.matches);
  }
}

TEST_CASE("a hostile ignore pattern takes no exponential time") {
  std::string pattern, text;
  for (int i = 0; i < 200; ++i) {
    pattern += "**/*a*a*/";
    text += "aaaaaaaaaaab/";
  }
  CHECK(!MatchIgnorePattern(pattern + "x", text + "y"));
}

TEST_CASE("an ignore file is parsed as git parses it") {
  const IgnoreRules rules = IgnoreRules::Parse(
      "\xEF\xBB\xBF# comment\r\n"
      "*.log\r\n"
      "!keep.log\n"
      "/only-root\n"
      "folder/\n"
      "a/b\n"
      "trailing   \n"
      "space\\ \n"
      "\\#hash\n"
      "\\!bang\n"
      "\n"
      "/\n"
      "*.gen.*");
  using enum IgnoreRules::Verdict;
  const auto judge = [&](std::string_view path, bool directory = false) {
    return rules.Judge(path, directory);
  };
  CHECK(judge("x/y.log") == kIgnored);
  CHECK(judge("x/keep.log") == kKept);
  CHECK(judge("only-root") == kIgnored);
  CHECK(judge("x/only-root") == kUndecided);
  CHECK(judge("x/folder", true) == kIgnored);
  CHECK(judge("x/folder") == kUndecided);
  CHECK(judge("a/b") == kIgnored);
  CHECK(judge("x/a/b") == kUndecided);
  CHECK(judge("trailing") == kIgnored);
  CHECK(judge("space ") == kIgnored);
  CHECK(judge("space") == kUndecided);
  CHECK(judge("#hash") == kIgnored);
  CHECK(judge("!bang") == kIgnored);
  CHECK(judge("x/a.gen.ts") == kIgnored);
}

TEST_CASE("the last of many rules that matches decides") {
  const std::vector<std::string> parts = {"a", "b.o", "*", "*.o", "*b", "?", "[ab]", "**", "\\a"};
  const std::vector<std::string> names = {"a", "b", "b.o", "ab", "a.o"};
  std::minstd_rand random(1);
  const auto pick = [&](const std::vector<std::string>& from) {
    return from[random() % from.size()];
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<IgnoreRules> single;
    std::string text;
    for (int i = 0; i < 12; ++i) {
      std::string line = random() % 3 == 0 ? "!" : "";
      line += (random() % 4 == 0 ? "/" : "") + pick(parts);
      if (random() % 2 == 0) line += "/" + pick(parts);
      if (random() % 4 == 0) line += "/";
      single.push_back(IgnoreRules::Parse(line));
      text += line + "\n";
    }
    const IgnoreRules rules = IgnoreRules::Parse(text);
    for (int i = 0; i < 40; ++i) {
      const std::string path = random() % 2 == 0 ? pick(names) : pick(names) + "/" + pick(names);
      const bool directory = random() % 2 == 0;
      auto expected = IgnoreRules::Verdict::kUndecided;
      for (const IgnoreRules& rule : single) {
        const IgnoreRules::Verdict verdict = rule.Judge(path, directory);
        if (verdict != IgnoreRules::Verdict::kUndecided) expected = verdict;
      }
      CAPTURE(text);
      CAPTURE(path);
      CHECK(rules.Judge(path, directory) == expected);
    }
  }
}

TEST_CASE("the walk honours nested ignore files and their negations") {
  const MemoryFileSystem files({
      {".git/info/exclude", "/local.ts\n"},
      {".git/hooks/x.js", ""},
      {".gitignore", "dist/\n*.gen.ts\n/top.ts\nlogs/*\n!logs/keep\n"},
      {"a.ts", ""},
      {"top.ts", ""},
      {"local.ts", ""},
      {"pkg/top.ts", ""},
      {"pkg/x.gen.ts", ""},
      {"pkg/dist/x.ts", ""},
      {"pkg/inner/.gitignore", "!x.gen.ts\nb.ts\n/dist.ts\n"},
      {"pkg/inner/x.gen.ts", ""},
      {"pkg/inner/deep/b.ts", ""},
      {"pkg/inner/dist.ts", ""},
      {"pkg/inner/deep/dist.ts", ""},
      {"pkg/inner/dist/.gitignore", "!*\n"},
      {"pkg/inner/dist/y.ts", ""},
      {"logs/a/x.ts", ""},
      {"logs/keep/x.ts", ""},
      {"node_modules/zod/index.js", ""},
      {"pkg/node_modules/zod/index.js", ""},
      {"crate/Cargo.toml", ""},
      {"crate/target/out.rs", ""},
      {"crate/src/target/mod.rs", ""},
      {"readme.md", ""},
  });
  const Discovery found = Discover(files, {});
  CHECK(Paths(found) == Strings{"a.ts", "crate/src/target/mod.rs", "logs/keep/x.ts",
                                "pkg/inner/deep/dist.ts", "pkg/inner/x.gen.ts", "pkg/top.ts"});
  CHECK(std::count(found.other_files.begin(), found.other_files.end(), "readme.md") == 1);
  CHECK(found.manifests.cargo_toml == Strings{"crate/Cargo.toml"});
  DiscoveryOptions plain;
  plain.honour_ignore_files = false;
  CHECK(Paths(Discover(files, plain)).size() == 14);
}

TEST_CASE("excluded files and nested workspaces are left out") {
  const MemoryFileSystem files({{"krepis.toml", ""},
                                {"src/a.ts", ""},
                                {"src/a.gen.ts", ""},
                                {"src/dist/b.ts", ""},
                                {"sub/krepis.toml", ""},
                                {"sub/x.ts", ""},
                                {"sub/deeper/y.ts", ""}});
  DiscoveryOptions options;
  options.exclude.push_back(MustCompile("**/dist/**"));
  options.exclude.push_back(MustCompile("**/*.gen.ts"));
  const Discovery found = Discover(files, options);
  CHECK(Paths(found) == Strings{"src/a.ts"});
  CHECK(found.nested_workspaces == Strings{"sub"});
  CHECK(found.folders == Strings{"", "src", "sub"});
}

TEST_CASE("manifests are noted by kind, compile databases also where git ignores them") {
  const MemoryFileSystem files({{".gitignore", "build*/\n/compile_commands.json\n"},
                                {"compile_commands.json", ""},
                                {"build/compile_commands.json", ""},
                                {"build/debug/compile_commands.json", ""},
                                {"build/debug/deep/compile_commands.json", ""},
                                {"native/CMakeLists.txt", ""},
                                {"native/build-x/compile_commands.json", ""},
                                {"other/build/compile_commands.json", ""},
                                {"web/package.json", ""},
                                {"web/tsconfig.app.json", ""},
                                {"web/jsconfig.json", ""},
                                {"web/deno.jsonc", ""},
                                {"pnpm-workspace.yaml", ""},
                                {"cmake/flags.cmake", ""}});
  const Discovery found = Discover(files, {});
  CHECK(found.folders ==
        Strings{"", "build", "build/debug", "cmake", "native", "native/build-x", "other", "web"});
  const ManifestPaths& m = found.manifests;
  CHECK(m.compile_commands == Strings{"build/compile_commands.json",
                                      "build/debug/compile_commands.json", "compile_commands.json",
                                      "native/build-x/compile_commands.json"});
  CHECK(m.package_json == Strings{"web/package.json"});
  CHECK(m.tsconfig == Strings{"web/jsconfig.json", "web/tsconfig.app.json"});
  CHECK(m.deno_json == Strings{"web/deno.jsonc"});
  CHECK(m.pnpm_workspace == Strings{"pnpm-workspace.yaml"});
  CHECK(m.cmake == Strings{"cmake/flags.cmake", "native/CMakeLists.txt"});

  DiscoveryOptions options;
  options.compile_commands.push_back(MustCompile("build/*/compile_commands.json"));
  options.compile_commands.push_back(MustCompile("other/**"));
  CHECK(Discover(files, options).manifests.compile_commands ==
        Strings{"build/debug/compile_commands.json", "other/build/compile_commands.json"});
}

TEST_CASE("ignore files above the workspace root count too") {
  const MemoryFileSystem host({
      {"home/repo/.git/info/exclude", "secret.ts\n"},
      {"home/repo/.gitignore", "/services/shop/out\n*.tmp.ts\n"},
      {"home/repo/services/.gitignore", "!x.tmp.ts\n"},
      {"home/repo/services/shop/krepis.toml", ""},
      {"home/repo/services/shop/src/a.ts", ""},
      {"home/repo/services/shop/out/b.ts", ""},
  });
  const WorkspaceRoot root = FindWorkspaceRoot(host, "home/repo/services/shop/src/a.ts");
  CHECK(root.directory == "home/repo/services/shop");
  CHECK(root.config == "home/repo/services/shop/krepis.toml");
  CHECK(root.git_root == "home/repo");
  DiscoveryOptions options;
  options.outer_ignore_files = ReadOuterIgnoreFiles(host, root);
  REQUIRE(options.outer_ignore_files.size() == 3);
  CHECK(options.outer_ignore_files[0].text == "secret.ts\n");
  CHECK(options.outer_ignore_files[1].root_in_folder == "services/shop");
  CHECK(options.outer_ignore_files[2].root_in_folder == "shop");
  const MemoryFileSystem tree({{"src/a.ts", ""},
                               {"src/secret.ts", ""},
                               {"src/x.tmp.ts", ""},
                               {"src/y.tmp.ts", ""},
                               {"out/b.ts", ""}});
  CHECK(Paths(Discover(tree, options)) == Strings{"src/a.ts", "src/x.tmp.ts"});
}

TEST_CASE("the workspace root is the nearest krepis.toml, else the git root, else the folder") {
  const MemoryFileSystem host({{"w/krepis.toml", ""},
                               {"w/lib/.git/HEAD", ""},
                               {"w/lib/src/a.ts", ""},
                               {"g/.git", "gitdir: ../real/.git/worktrees/g\n"},
                               {"g/src/a.ts", ""},
                               {"real/.git/worktrees/g/commondir", "../..\n"},
                               {"real/.git/info/exclude", "x.ts\n"},
                               {"p/src/a.ts", ""}});
  CHECK(FindWorkspaceRoot(host, "w/lib/src").directory == "w");
  CHECK(!FindWorkspaceRoot(host, "w/lib/src").in_git);
  const WorkspaceRoot linked = FindWorkspaceRoot(host, "g/src/missing.ts");
  CHECK(linked.directory == "g");
  CHECK(linked.config.empty());
  const std::vector<OuterIgnoreFile> ignores = ReadOuterIgnoreFiles(host, linked);
  REQUIRE(ignores.size() == 1);
  CHECK(ignores[0].text == "x.ts\n");
  CHECK(FindWorkspaceRoot(host, "p/src/a.ts").directory == "p/src");
  CHECK(ReadOuterIgnoreFiles(host, FindWorkspaceRoot(host, "p")).empty());
}

TEST_CASE("what is found comes in the order of the paths, not in that of the names") {
  MemoryFileSystem files;
  for (const char* path : {"a/b.ts", "a-b/c.ts", "a.ts", "a0.ts", "a/b/c.ts", "a/b-c.ts", "A/z.ts",
                           "a/b0/d.ts", "\xC3\xA9/a.ts", "z.ts", "a/b+/x.ts", "ab/a.ts"})
    files.Add(path, "");
  for (const char* path : {"a/b.md", "a.md", "a-b/c.md", "a/b/c.md"}) files.Add(path, "");
  const Discovery discovery = Discover(files, {});
  std::vector<std::string> found;
  for (const SourceFile& source : discovery.sources) found.push_back(source.path);
  CHECK(found.size() == 12);
  CHECK(std::is_sorted(found.begin(), found.end()));
  CHECK(discovery.other_files.size() == 4);
  CHECK(std::is_sorted(discovery.other_files.begin(), discovery.other_files.end()));
}

TEST_CASE("what cannot be listed is reported and the walk goes on") {
  class Broken final : public FileSystem {
   public:
    Result<std::string> Read(std::string_view path, uint64_t) const override {
      return Error{"no", std::string(path)};
    }
    Result<std::vector<DirectoryEntry>> List(std::string_view path) const override {
      if (path.empty()) {
        return std::vector<DirectoryEntry>{{".gitignore", FileKind::kRegular},
                                           {"a.ts", FileKind::kRegular},
                                           {"link", FileKind::kSymlink},
                                           {"locked", FileKind::kDirectory},
                                           {"pipe.ts", FileKind::kOther}};
      }
      return Error{"permission denied", std::string(path)};
    }
    FileKind Kind(std::string_view) const override { return FileKind::kMissing; }
    std::optional<std::string> Follow(std::string_view) const override { return std::nullopt; }
  };
  const Discovery found = Discover(Broken(), {});
  CHECK(Paths(found) == Strings{"a.ts"});
  REQUIRE(found.incomplete.size() == 2);
  CHECK(found.incomplete[0].path == ".gitignore");
  CHECK(found.incomplete[1].path == "locked");
}

}  // namespace krepis::analyzer
