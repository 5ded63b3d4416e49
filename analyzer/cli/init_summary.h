#pragma once

#include <span>
#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/inferred_layers.h"
#include "analyzer/engine/model.h"

namespace krepis::analyzer {

/// What `krepis init` did.
struct InitOutcome {
  const Model& model;
  const InferredModules& modules;
  const InferredLayers& layers;
  std::string config_path;    // as it is named to the user
  std::string baseline_path;  // "" when there was nothing to accept
  std::span<const Diagnostic> accepted;
};

/// It, for a reader: which modules there are and of what size, how they stand above each other,
/// what is accepted, and what to do next. Escaped.
std::string InitSummary(const InitOutcome& outcome);

}  // namespace krepis::analyzer
