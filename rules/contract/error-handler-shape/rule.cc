// A function that is registered as something else than its parameters say.

#include <fmt/format.h>

#include "rules/contract/contract_findings.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class ErrorHandlerShape final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/error-handler-shape",
                                    "an error handler that the framework does not take for one",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    ReportContracts(model, info().id, findings, [](const ContractFact& fact, Diagnostic& finding) {
      const size_t line = fact.detail.find('\n');
      finding.message = fmt::format("{} with the parameters {} is not called with these",
                                    FunctionOf(fact), fact.text);
      finding.because = fact.detail.substr(0, line);
      if (line != std::string::npos) finding.fix = fact.detail.substr(line + 1);
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractErrorHandlerShape() {
  return std::make_unique<ErrorHandlerShape>();
}

}  // namespace krepis::rules
