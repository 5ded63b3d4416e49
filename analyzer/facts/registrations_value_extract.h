#pragma once

#include <string_view>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/registrations.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// ExtractRegistrations for a language in which pipelines are values that move: what is registered
/// on a value is registered on what it was made of, and functions give pipelines of their own,
/// which begin with what the function registered. Code under test attributes serves nothing.
RegistrationFacts ExtractValueRegistrations(const Scopes& scopes, std::string_view source,
                                            const PresetTable& presets);

}  // namespace krepis::analyzer
