// Post-processing of a stage that has to happen always, and does not behind an exception.

#include <fmt/format.h>

#include "rules/contract/contract_findings.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class PostProcessSkipped final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/post-process-skipped",
                                    "post-processing that does not happen when something is thrown",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    ReportContracts(model, info().id, findings, [](const ContractFact& fact, Diagnostic& finding) {
      finding.message =
          fmt::format("what {} does after {} does not happen when something inside it throws",
                      FunctionOf(fact), fact.detail);
      finding.evidence.push_back({finding.path, fact.first, "an exception comes out here"});
      finding.because =
          "its stage is to post-process always: failed requests are the ones that nobody may miss";
      finding.fix = fmt::format("put it in a finally around {}", fact.detail);
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractPostProcessSkipped() {
  return std::make_unique<PostProcessSkipped>();
}

}  // namespace krepis::rules
