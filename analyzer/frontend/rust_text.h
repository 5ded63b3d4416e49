#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace krepis::analyzer::rust {

/// A path as names are compared: without blanks and generic arguments (`Vec::<u8>::new` is
/// Vec::new), `<T as a::Trait>::f` by its trait. The result lies in `text` or in `buffer`.
std::string_view PlainPath(std::string_view text, std::string* buffer);

/// The last name of a path.
std::string_view LastSegment(std::string_view path);

/// Of an imported path: no program comes near; without a limit nested lists would multiply their
/// prefixes.
inline constexpr size_t kMaxPathBytes = 4096;

/// Attributes whose arguments are words of the compiler and its tools, not of the program.
bool IsLint(std::string_view attribute);
/// Paths in attributes that name a tool's lint.
bool IsToolPath(std::string_view path);
/// Whether `#[name arguments]` marks what is built for tests alone: `#[tokio::test]`,
/// `#[cfg(test)]`.
bool IsTestAttribute(std::string_view name, std::string_view arguments);

/// Whether `#[cfg(predicate)]` holds only when tests are built: `test`, `all(test, …)`, `any` of
/// such.
bool ImpliesTest(std::string_view predicate);

/// Whether a macro of that name makes data of its tokens (quote!, stringify!): what stands there is
/// not run here.
bool TakesData(std::string_view macro);
/// Whether the macro puts the text of a file in its place: `include!("x.rs")`.
bool IncludesText(std::string_view macro);

/// Behind the comment at `open`, or the end of the text.
size_t BehindComment(std::string_view text, size_t open);

/// Behind the bracket that closes the one at `open`, of whatever kind, with regard to strings and
/// comments between them; npos when there is none.
size_t BehindBrackets(std::string_view text, size_t open);

/// Behind the brackets of the macro call whose `!` is the next character from `at` on; behind the
/// `!` when it has none.
uint32_t BehindMacro(std::string_view text, uint32_t at);

/// Behind the `;` of the `use` declaration whose keyword stands at `start`, npos when no
/// declaration follows the word.
size_t BehindUse(std::string_view text, size_t start);

/// One token of Rust text that says something: a path or a string.
struct TextToken {
  enum class Kind : uint8_t { kEnd, kPath, kString };

  Kind kind = Kind::kEnd;
  uint32_t start = 0;
  uint32_t length = 0;  // of a string with its quotes
};

/// The next path (`a::b`, `r#a::b`, a single name too) or string in `text` from `from` on;
/// lifetimes, numbers, characters, comments and what goes on behind generic arguments
/// (`Vec::<u8>::new`) are passed over.
TextToken NextToken(std::string_view text, uint32_t from);

/// The value of a string literal as written, raw and byte strings too, but with its escapes.
/// `raw` says that a backslash in it is one.
std::string_view StringBody(std::string_view literal, bool* raw);

}  // namespace krepis::analyzer::rust
