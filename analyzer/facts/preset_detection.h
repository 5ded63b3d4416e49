#pragma once

#include <string_view>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset.h"

namespace krepis::analyzer {

/// Whether a file with these imports may export what the preset has a stage for, without any of the
/// preset's words.
bool ExportsStages(const Preset& preset, const std::vector<ImportFact>& imports);

/// Whether an import of that specifier, as written, shows the use of `preset`.
bool DetectsPreset(const Preset& preset, std::string_view specifier);

/// Whether a file with these imports and this text uses the framework, or is a plugin of it.
bool SpeaksOf(const Preset& preset, const std::vector<ImportFact>& imports,
              std::string_view source);

}  // namespace krepis::analyzer
