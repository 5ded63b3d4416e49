#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// A target of a binding.gyp.
struct GypTarget {
  std::string name;
  std::vector<std::string> sources;  // as written, relative to the file; those of all conditions
};

/// The targets of a binding.gyp (https://gyp.gsrc.io/docs/InputFormatReference.md), which is a
/// literal of Python. What commands and variables give is left out. Fails on what is no such
/// literal.
Result<std::vector<GypTarget>> ParseBindingGyp(std::string_view path, std::string_view text);

}  // namespace krepis::analyzer
