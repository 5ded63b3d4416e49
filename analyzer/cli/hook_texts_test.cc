#include "analyzer/cli/hook_texts.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {
namespace {

using State = HookText::State;
const std::string kCommand = "krepis check --quiet --staged --since HEAD";

bool IsUnsafe(HookText (*add)(std::string_view, const std::string&), std::string_view before) {
  const HookText hook = add(before, kCommand);
  CHECK(!hook.snippet.empty());
  return hook.state == State::kUnsafe;
}

/// What is written, having been added; adding it once more has nothing to do.
std::string Added(HookText (*add)(std::string_view, const std::string&), std::string_view before) {
  const HookText hook = add(before, kCommand);
  REQUIRE(hook.state == State::kAdded);
  CHECK(add(hook.text, kCommand).state == State::kThere);
  return hook.text;
}

}  // namespace

TEST_CASE("git's hook is written, added to where krepis wrote it, and else left alone") {
  const std::string once = Added(AddToGitHook, "");
  CHECK(once.starts_with("#!/bin/sh\n# Written by"));
  CHECK(once.ends_with("\n" + kCommand + " || exit\n"));
  CHECK(IsOwnGitHook(once));
  const HookText twice = AddToGitHook(once, kCommand + " web");
  CHECK(twice.state == State::kAdded);
  CHECK(twice.text == once + kCommand + " web || exit\n");
  CHECK(IsOwnGitHook(twice.text));
  CHECK(!IsOwnGitHook(once + "make test\n"));
  CHECK(IsUnsafe(AddToGitHook, "#!/bin/sh\nmake test\n"));
  CHECK(IsUnsafe(
      [](std::string_view before, const std::string& command) {
        return AddToGitHook(std::string(before) + "make test\n", command);
      },
      "#!/bin/sh\n"));
}

TEST_CASE("husky's script gets a line, unless that would never be run") {
  CHECK(Added(AddToHusky, "") == kCommand + "\n");
  CHECK(Added(AddToHusky, "npm test") == "npm test\n" + kCommand + "\n");
  CHECK(IsUnsafe(AddToHusky, "npm test && \\\n"));
  CHECK(IsUnsafe(AddToHusky, "npm test &&\n\n# more\n"));
  CHECK(IsUnsafe(AddToHusky, "exec npm test\n"));
  CHECK(IsUnsafe(AddToHusky, "cat <<END\nEND\n"));
}

TEST_CASE("lefthook's file gets a key, unless it has that") {
  const std::string block = "pre-commit:\n  commands:\n    krepis:\n      run: " + kCommand + "\n";
  CHECK(Added(AddToLefthook, "") == block);
  CHECK(Added(AddToLefthook, "pre-push:\n  jobs: []\n") == "pre-push:\n  jobs: []\n\n" + block);
  CHECK(IsUnsafe(AddToLefthook, "pre-commit:\n  parallel: true\n"));
  CHECK(IsUnsafe(AddToLefthook, "\"pre-commit\": {}\n"));
  CHECK(IsUnsafe(AddToLefthook, "{\"pre-push\": {}}\n"));
}

TEST_CASE("pre-commit's list of repositories gets an item, as deep as the others") {
  const std::string item =
      "- repo: local\n  hooks:\n    - id: krepis\n      name: krepis\n      entry: " + kCommand +
      "\n      language: system\n      pass_filenames: false\n      always_run: true\n";
  CHECK(Added(AddToPreCommit, "").starts_with("repos:\n  - repo: local\n    hooks:\n"));
  const std::string flat = "# ours\nrepos:\n- repo: https://a\n  rev: v1\n  hooks:\n  - id: a\n";
  CHECK(Added(AddToPreCommit, flat) == flat + item);
  const std::string deep =
      "---\nfail_fast: true\nrepos:  # all\n    - repo: https://a\n      hooks:\n      - id: a";
  CHECK(Added(AddToPreCommit, deep).starts_with(deep + "\n    - repo: local\n      hooks:\n"));
  CHECK(IsUnsafe(AddToPreCommit, "repos: []\n"));
  CHECK(IsUnsafe(AddToPreCommit, "repos:\n"));
  CHECK(IsUnsafe(AddToPreCommit, flat + "exclude: x\n"));
  CHECK(IsUnsafe(AddToPreCommit, "repos:\n  [{repo: x}]\n"));
  CHECK(IsUnsafe(AddToPreCommit, "repos:\n  - &a\n    repo: x\n"));
  CHECK(IsUnsafe(AddToPreCommit, "fail_fast: true\n"));
}

TEST_CASE("a folder's name is one word of the shell, and of YAML") {
  CHECK(ShellWord("apps/web") == "apps/web");
  CHECK(ShellWord("my app's") == "'my app'\\''s'");
  CHECK(ShellWord("-x") == "'./-x'");
  const HookText hook = AddToLefthook("", kCommand + " " + ShellWord("a \"b\": #c"));
  CHECK(hook.text.find("run: \"" + kCommand + " 'a \\\"b\\\": #c'\"\n") != std::string::npos);
}

TEST_CASE("a name that would be other lines, or not be seen, is in no hook") {
  for (const char* name : {"", "web", "my app/it's", "\xC3\xA4"}) CHECK(FitsHooks(name));
  for (const char* name :
       {"a\nmake evil", "a\rb", "a\tb", "a\x1B[1m", "a\x7F", "\xE2\x80\xAE", "\xFF"})
    CHECK(!FitsHooks(name));
}

}  // namespace krepis::analyzer
