#include "rules/registry.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace krepis::rules {
namespace {

TEST_CASE("rules are sorted by id and each carries its documentation") {
  CHECK(std::ranges::is_sorted(AllRules(), std::ranges::less_equal{}, &RegisteredRule::id));
  for (const RegisteredRule& rule : AllRules()) {
    CAPTURE(rule.id);
    CHECK(rule.markdown.starts_with("# "));
  }
}

TEST_CASE("data files are sorted by path and not empty") {
  for (std::span<const DataFile> files : {PresetFiles(), SandboxTableFiles()}) {
    CHECK(std::ranges::is_sorted(files, {}, &DataFile::path));
    for (const DataFile& file : files) {
      CAPTURE(file.path);
      CHECK_FALSE(file.contents.empty());
    }
  }
}

}  // namespace
}  // namespace krepis::rules
