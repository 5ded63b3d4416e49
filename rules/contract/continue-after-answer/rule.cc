// A behaviour that continues on a path on which it has answered.

#include <fmt/format.h>

#include "rules/contract/contract_findings.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class ContinueAfterAnswer final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/continue-after-answer",
                                    "a behaviour that answers and continues the chain all the same",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    ReportContracts(model, info().id, findings, [](const ContractFact& fact, Diagnostic& finding) {
      finding.message = fmt::format("{} answers with {} and can continue with {} all the same",
                                    FunctionOf(fact), fact.detail, fact.text);
      finding.evidence.push_back({finding.path, fact.first, "it answers here"});
      finding.because =
          "an answer ends the chain: what follows would run for nobody, and answer a second time";
      finding.fix = "return after the answer";
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractContinueAfterAnswer() {
  return std::make_unique<ContinueAfterAnswer>();
}

}  // namespace krepis::rules
