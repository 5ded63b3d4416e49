// A behaviour with a path on which it neither answers nor continues.

#include <fmt/format.h>

#include "rules/contract/contract_findings.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class NoAnswer final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/no-answer",
                                    "a path through a behaviour that neither answers nor continues",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    ReportContracts(model, info().id, findings, [](const ContractFact& fact, Diagnostic& finding) {
      const bool returns = fact.text == "return";
      finding.message = fmt::format("{} can {} without having answered or continued",
                                    FunctionOf(fact), returns ? "return" : "end");
      if (fact.first.span.length != 0)
        finding.evidence.push_back({finding.path, fact.first, fact.detail + " on that path"});
      finding.because = "nobody answers such a request: it waits until someone gives up";
      finding.fix = "answer on that path too, or continue the chain";
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractNoAnswer() { return std::make_unique<NoAnswer>(); }

}  // namespace krepis::rules
