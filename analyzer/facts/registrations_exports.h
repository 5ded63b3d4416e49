#pragma once

#include "analyzer/facts/registrations.h"
#include "analyzer/facts/registrations_components.h"
#include "analyzer/facts/registrations_entries.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Adds what the file exports that other files may register or register on, and the stages that
/// its classes declare. Unless `everything`, only exports that a preset binds to a stage.
void ExtractExports(const Scopes& scopes, PipelineFinder& finder, EntryReader& entries,
                    const ComponentReader& components, bool everything, RegistrationFacts& facts);

}  // namespace krepis::analyzer
