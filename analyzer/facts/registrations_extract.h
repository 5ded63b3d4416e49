#pragma once

#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What the file says about pipelines, judged by the presets of its language. `imports` are the
/// file's; locations have spans only (see RegistrationLocations).
RegistrationFacts ExtractRegistrations(const Scopes& scopes, std::string_view source,
                                       const std::vector<ImportFact>& imports,
                                       const PresetTable& presets);

}  // namespace krepis::analyzer
