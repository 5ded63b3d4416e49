#pragma once

#include <cstddef>
#include <string_view>

namespace krepis::analyzer {

/// Whether the import whose specifier stands at `offset` of a JavaScript source may fail without
/// harm: it stands in a `try` block, or its promise has a `.catch`. By brackets alone, so a doubt
/// counts as yes.
bool IsTolerated(std::string_view source, size_t offset);

/// Whether the first lines of a source say that a tool has written it.
bool IsGenerated(std::string_view source);

}  // namespace krepis::analyzer
