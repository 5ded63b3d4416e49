#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// A type parameter and the traits that it is bound by, as paths without their arguments.
struct RustGeneric {
  std::string_view name;
  std::vector<std::string_view> bounds;
};

/// What stands between the keyword of a Rust item and its body.
struct RustHeader {
  std::vector<RustGeneric> generics;  // lifetimes left out, constants without bounds
  std::string_view self_type;         // of an impl: the type as written
  /// Of a function: where its result begins and ends, in bytes of the text; 0 for none.
  uint32_t result = 0;
  uint32_t result_end = 0;

  /// nullptr when the item has no parameter of that name.
  const RustGeneric* Find(std::string_view name) const;
};

/// Reads the header of the item (fn, struct, enum, union, trait, impl, type) that begins `text`;
/// views into it. Linear; what is no Rust gives parts or nothing.
RustHeader ReadRustHeader(std::string_view text);

/// The parts of a list between commas (or what `separator` says) outside of brackets, without the
/// blanks around them.
std::vector<std::string_view> SplitRustList(std::string_view text, char separator = ',');

/// A path as it begins `text`, up to its arguments.
std::string_view RustPathPrefix(std::string_view text);

/// Without blanks and comments at its beginning and blanks at its end.
std::string_view TrimRust(std::string_view text);

}  // namespace krepis::analyzer
