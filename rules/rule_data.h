#pragma once

#include "analyzer/config/load.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/preset_contract.h"

namespace krepis::rules {

/// The data files of this folder, loaded: symbol tables and presets. Immutable, so safe to share
/// between threads.
struct RuleData {
  analyzer::CapabilityTable capabilities;
  analyzer::ContractPresets contracts;
  analyzer::PresetTable presets;
  analyzer::ConfigVocabulary vocabulary;  // the names that the presets bring

  /// Refers to this object.
  analyzer::ExtractOptions Options() const { return {&capabilities, &contracts, &presets}; }
};

/// Fails, with the place, on a data file that cannot be read: a mistake of the build, found by the
/// first test.
analyzer::Result<RuleData> LoadRuleData();

}  // namespace krepis::rules
