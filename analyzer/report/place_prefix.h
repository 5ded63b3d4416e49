#pragma once

#include <string>
#include <string_view>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// Places of a report from a folder above the workspace on, for readers that know only that folder.
/// `prefix` is what leads from there to the workspace ("services/shop/"; "" changes nothing). Only
/// places change: `from`, `to` and messages name things as the workspace does, fingerprints and the
/// order stay.
void PrefixPlaces(Report& report, std::string_view prefix);

/// The provider that takes the places of such a report.
SourceProvider PrefixedSource(SourceProvider source, std::string prefix);

}  // namespace krepis::analyzer
