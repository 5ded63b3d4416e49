#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace krepis::analyzer::rust {

/// A path as names are compared: without blanks and generic arguments (`Vec::<u8>::new` is
/// Vec::new), `<T as a::Trait>::f` by its trait. The result lies in `text` or in `buffer`.
std::string_view PlainPath(std::string_view text, std::string* buffer);

/// Whether `#[cfg(predicate)]` holds only when tests are built: `test`, `all(test, …)`, `any` of
/// such.
bool ImpliesTest(std::string_view predicate);

/// One token of Rust text that says something: a path or a string.
struct TextToken {
  enum class Kind : uint8_t { kEnd, kPath, kString };

  Kind kind = Kind::kEnd;
  uint32_t start = 0;
  uint32_t length = 0;  // of a string with its quotes
};

/// The next path (`a::b`, a single name too) or string in `text` from `from` on; lifetimes,
/// numbers, characters and comments are passed over.
TextToken NextToken(std::string_view text, uint32_t from);

/// The value of a string literal as written, raw and byte strings too, but with its escapes.
/// `raw` says that a backslash in it is one.
std::string_view StringBody(std::string_view literal, bool* raw);

}  // namespace krepis::analyzer::rust
