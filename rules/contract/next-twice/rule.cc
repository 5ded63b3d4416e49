// A behaviour that can call its continuation twice on one path.

#include <fmt/format.h>

#include "rules/contract/contract_findings.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class NextTwice final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/next-twice",
                                    "a behaviour that continues the chain twice on one path",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    ReportContracts(model, info().id, findings, [](const ContractFact& fact, Diagnostic& finding) {
      if (fact.location == fact.first) {
        finding.message = fmt::format("{} can call {} more than once: it stands in a loop",
                                      FunctionOf(fact), fact.text);
      } else {
        finding.message =
            fmt::format("{} can call {} a second time on one path", FunctionOf(fact), fact.text);
        finding.evidence.push_back({finding.path, fact.first, "the first call on that path"});
      }
      finding.because =
          "what follows in the chain runs twice: a second answer, a second transaction, a second "
          "charge";
      finding.fix = fmt::format("return after the first call: `return {};`", fact.text);
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractNextTwice() { return std::make_unique<NextTwice>(); }

}  // namespace krepis::rules
