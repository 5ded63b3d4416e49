#pragma once

#include "analyzer/config/load.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/preset.h"
#include "analyzer/facts/preset_contract.h"

namespace krepis::rules {

/// The data files of this folder that every analysis needs, loaded. Immutable, so safe to share
/// between threads.
struct RuleData {
  analyzer::ContractPresets contracts;
  analyzer::PresetTable presets;
  analyzer::ConfigVocabulary vocabulary;  // the names that the presets bring

  /// Refers to this object.
  analyzer::ExtractOptions Options() const {
    return {.contracts = &contracts, .presets = &presets};
  }
};

/// Fails, with the place, on a data file that cannot be read: a mistake of the build, found by the
/// first test.
analyzer::Result<RuleData> LoadRuleData();

/// Likewise the symbol tables, when somebody first asks; from any thread.
const analyzer::Result<analyzer::CapabilityTable>& SymbolTables();

}  // namespace krepis::rules
