#pragma once

#include <string>

#include "analyzer/core/glob.h"
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

}  // namespace krepis::analyzer
