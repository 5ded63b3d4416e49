#pragma once

#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// Fills begin and end of every location from its span, as LineTable::Locate does, in one sweep
/// over the text: many facts on one long line cost no more than one.
void FillLocations(std::string_view source, const std::vector<Location*>& locations);

}  // namespace krepis::analyzer
