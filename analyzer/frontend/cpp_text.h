#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer::cpp {

/// A name or path as names are compared: without template arguments, blanks and comments
/// (`a :: B<T>::f` is a::B::f), operators as written (`B::operator <<` is B::operator<<). The
/// result lies in `text` or in `buffer`.
std::string_view PlainPath(std::string_view text, std::string* buffer);

/// The value between the quotes of a string literal as written, with prefix, and of a raw one
/// between its delimiters. `raw` says that a backslash in it is one.
std::string_view StringBody(std::string_view literal, bool* raw);

}  // namespace krepis::analyzer::cpp
