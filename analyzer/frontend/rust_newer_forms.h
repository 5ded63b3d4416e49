#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// Forms of Rust 2024 that the grammar does not know, and stumbles over: `unsafe extern "C" {`, and
/// `safe fn` within it.
class RustNewerForms {
 public:
  /// `text` with the words `unsafe` and `safe` of such forms overwritten by blanks, so that every
  /// other byte keeps its place. Valid until the next call; `text` itself when there was none.
  std::string_view Clean(std::string_view text);

 private:
  std::string cleaned_;
};

}  // namespace krepis::analyzer
