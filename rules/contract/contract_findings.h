#pragma once

#include <string>
#include <string_view>

#include "analyzer/engine/rule.h"

namespace krepis::rules {

/// A finding of rule `id` for every fact that the extraction has of it: place, ends and fingerprint
/// are filled in, the words are the rule's: `fill(fact, finding)`.
template <class Fill>
void ReportContracts(const analyzer::Model& model, std::string_view id,
                     analyzer::Findings& findings, Fill&& fill) {
  for (uint32_t i = 1; i <= model.graph.file_count(); ++i) {
    const analyzer::NodeId file{i};
    for (const analyzer::ContractFact& fact : model.FactsOf(file).contracts) {
      if (fact.rule != id) continue;
      analyzer::Diagnostic* finding = findings.Add();
      if (finding == nullptr) return;
      finding->path = model.graph.name(file);
      finding->location = fact.location;
      finding->from = fact.function;
      finding->to = fact.text;
      finding->fingerprint_key = finding->path + "\n" + fact.function + "\n" + fact.text;
      fill(fact, *finding);
    }
  }
}

/// "'guard'" or "this function".
std::string FunctionOf(const analyzer::ContractFact& fact);

}  // namespace krepis::rules
