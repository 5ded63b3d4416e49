#include "analyzer/frontend/rust_newer_forms.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {

TEST_CASE("words of Rust 2024 that the grammar does not know become blanks, byte by byte") {
  RustNewerForms forms;
  CHECK(forms.Clean("unsafe extern \"C\" { safe fn f(); unsafe fn g(); }") ==
        "       extern \"C\" {      fn f(); unsafe fn g(); }");
  CHECK(forms.Clean("unsafe\nextern { }") == "      \nextern { }");
}

TEST_CASE("what only looks like them stays") {
  RustNewerForms forms;
  for (const std::string_view text :
       {"unsafe extern \"C\" fn f() {}", "unsafe { f() }", "unsafe fn f() {}", "let safe = 1;",
        "unsafe extern", "unsafe extern \"C", "not_safe fn", "safe", "unsafe"}) {
    CHECK(forms.Clean(text).data() == text.data());
  }
}

}  // namespace krepis::analyzer
