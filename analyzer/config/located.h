#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "analyzer/core/glob.h"
#include "analyzer/core/result.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// A value of krepis.toml and where it stands there, so that a finding can cite its declaration.
template <class T>
struct Located {
  T value{};
  Location location;
};

using LocatedString = Located<std::string>;

struct LocatedGlob {
  Glob glob;
  Location location;
};

/// What is wrong with a text, at the byte `offset` of it: the error's column is the 1-based byte.
inline Error ErrorInText(size_t offset, std::string message) {
  Error error;
  error.message = std::move(message);
  error.column = static_cast<uint32_t>(offset + 1);
  return error;
}

}  // namespace krepis::analyzer
