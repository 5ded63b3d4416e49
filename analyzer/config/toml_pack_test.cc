#include "analyzer/config/toml_pack.h"

#include <doctest/doctest.h>

#include <string>

namespace krepis::analyzer {

TEST_CASE("a packed TOML file is what the text says, places included") {
  const std::string text =
      "# of everything something\n"
      "text = \"caf\xc3\xa9 \\u0000 \\\"\"\n"
      "empty = \"\"\n"
      "numbers = [1, -9_000_000_000, [0x10]]\n"
      "float = 1.5\nyes = true\nno = false\n"
      "day = 2026-11-30\ntime = 10:00:00\nboth = 2026-11-30T10:00:00Z\n"
      "none = []\ninline = { a = 1, b = { c = 'd' } }\n"
      "[table.below]\nkey = 1\n[[rows]]\n[[rows]]\nlast = 2\n";
  const TomlDocument document = TomlDocument::Parse(text);
  REQUIRE(document.errors().empty());
  REQUIRE(document.root().members.size() == 13);
  CHECK(UnpackToml(PackToml(document.root())) == document.root());
}

TEST_CASE("bytes that are cut off are read to their end") {
  const TomlDocument document = TomlDocument::Parse("a = [1, 'two', { b = 3 }]\nc = 'd'\n");
  const std::string packed = PackToml(document.root());
  for (size_t size = 0; size < packed.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(UnpackToml(std::string_view(packed).substr(0, size)) == document.root());
  }
}

}  // namespace krepis::analyzer
