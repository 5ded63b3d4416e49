#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/baseline.h"
#include "analyzer/engine/behaviors.h"
#include "analyzer/engine/model.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/suppressions.h"

namespace krepis::analyzer {

/// What the evaluation of all rules gave.
struct Evaluation {
  std::vector<Diagnostic> violations;
  std::vector<Diagnostic> baselined;  // accepted by the baseline
  std::vector<Unknown> unknowns;
  std::vector<Incomplete> incomplete;  // rules that failed
  uint64_t suppressed = 0;
  std::map<std::string, TimingBehavior::Total, std::less<>> timings;
  std::string description;  // the chains, as PipelineChain::Describe prints them
};

/// Evaluates rules over a frozen model: one execution of the runtime's pipeline per rule, path =
/// the rule's id, group = its family. Timing, fault isolation, the baseline and, inside it,
/// suppression are global behaviours; the rule itself is the handler. Uses `jobs` threads; the
/// result does not depend on their number. Rules of the family `exceptions` run after all others,
/// since they judge what those used.
Evaluation EvaluateRules(const Model& model, std::span<const Rule* const> rules,
                         const SuppressionLedger& ledger, Baseline& baseline, unsigned jobs);

}  // namespace krepis::analyzer
