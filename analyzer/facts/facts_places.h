#pragma once

#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

/// Whether both say the same, though perhaps at other places of their texts: what is left of an
/// edit that only moves code, or that writes what facts do not speak of.
bool SameButForPlaces(const FileFacts& a, const FileFacts& b);

}  // namespace krepis::analyzer
