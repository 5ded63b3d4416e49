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

/// Whether a file with these imports may export what the preset has a stage for, without any of the
/// preset's words.
bool ExportsStages(const Preset& preset, const std::vector<ImportFact>& imports);

/// Whether an import of that name, as written, shows the use of `preset`.
bool DetectsPreset(const Preset& preset, const ImportFact& import);

}  // namespace krepis::analyzer
