#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/engine/baseline_file.h"
#include "analyzer/engine/model.h"
#include "analyzer/engine/rule.h"

namespace krepis::analyzer {

enum class SelftestVerdict : uint8_t {
  kFires,
  kCannotFire,  // a rule of krepis.toml that would never say anything: a fault
  kNotPlanted,  // nothing was planted, or a rule that nobody asked for cannot say anything here
};

/// What became of one planted violation.
struct SelftestResult {
  SelftestVerdict verdict = SelftestVerdict::kFires;
  std::string rule;     // layering/deny
  std::string subject;  // which one: its id, a module, a layer
  std::string planted;  // empty: nothing could be
  std::string outcome;  // the message that came back, or why none did
};

/// Plants a violation of every rule that the configuration asks for, runs the rule itself on it, on
/// the evaluation pipeline with the exceptions and the baseline of the workspace, and says what
/// came back. The model is that of the workspace as it is: its files, modules, packages, routes and
/// behaviours are what violations are made of. Rules of the family `exceptions`, which judge what
/// accepts violations, are not planted.
std::vector<SelftestResult> RunSelftest(const Model& model, std::span<const Rule* const> rules,
                                        const std::vector<BaselineEntry>& baseline, Date today);

}  // namespace krepis::analyzer
