#include "analyzer/frontend/script_blocks.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// What is left of a component, runs of blanks as one; every byte that is left stands where it
/// stood, and so does every line end.
std::string Kept(std::string_view text, std::string_view path = "A.vue") {
  std::string kept(text);
  KeepScripts(path, kept);
  CHECK(kept.size() == text.size());
  std::string squeezed;
  for (size_t i = 0; i < std::min(kept.size(), text.size()); ++i) {
    CHECK((kept[i] == text[i] || (kept[i] == ' ' && text[i] != '\n')));
    const bool blank = kept[i] == ' ' || kept[i] == '\n';
    if (!blank) squeezed += kept[i];
    if (blank && (squeezed.empty() || squeezed.back() != ' ')) squeezed += ' ';
  }
  return squeezed;
}

}  // namespace

TEST_CASE("of a component the script blocks are left, in their places") {
  CHECK(
      Kept(
          "<template>\n <a/>\n</template>\n<script setup lang=\"ts\">\nimport 'x';\n</script>\n") ==
      " import 'x'; ");
  CHECK(Kept("<script>a</script><SCRIPT context='m>'>b</Script>", "B.svelte") == " a b ");
  CHECK(Kept("<!-- <script>a</script> --><p>'</p>") == " ");
  CHECK(Kept("<script>if(a<b)x('</scripts>')</script>") == " if(a<b)x('</scripts>') ");
  CHECK(Kept("<script src=\"./x.ts\" /><p/>") == " ");
  CHECK(Kept("<scripted>a</scripted>") == " ");
  CHECK(Kept("<script>a") == " a");
  CHECK(Kept("<script") == " ");
  CHECK(Kept("<") == " ");
  CHECK(Kept("") == "");
  CHECK(Kept("<p>", "a.ts") == "<p>");
}

}  // namespace krepis::analyzer
