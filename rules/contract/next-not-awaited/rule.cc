// A behaviour that starts the rest of the chain and does not wait for it.

#include <fmt/format.h>

#include "rules/contract/contract_findings.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class NextNotAwaited final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/next-not-awaited",
                                    "a behaviour that does not wait for what it continues with",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    ReportContracts(model, info().id, findings, [](const ContractFact& fact, Diagnostic& finding) {
      const std::string function = FunctionOf(fact);
      if (fact.detail == "chained") {
        finding.message =
            fmt::format("{} chains on {}, and neither awaits nor returns what comes of it",
                        function, fact.text);
      } else if (fact.detail == "stored") {
        finding.message =
            fmt::format("{} keeps what {} gives, and nobody awaits it", function, fact.text);
      } else if (fact.detail == "callback") {
        finding.message =
            fmt::format("{} calls {} in a callback, and neither awaits nor returns anything",
                        function, fact.text);
      } else if (fact.detail == "void") {
        finding.message = fmt::format("{} discards what {} gives with void", function, fact.text);
      } else {
        finding.message =
            fmt::format("{} calls {} and neither awaits nor returns it", function, fact.text);
      }
      finding.because =
          "the answer goes out when this function ends: what follows in the chain comes too late, "
          "and nobody catches what it throws";
      if (fact.detail == "chained") {
        finding.fix = "return the whole chain, or await it";
      } else if (fact.detail == "callback") {
        finding.fix = fmt::format("return a promise that resolves with {}", fact.text);
      } else {
        finding.fix = fmt::format("`await {}`, or return it", fact.text);
      }
    });
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractNextNotAwaited() { return std::make_unique<NextNotAwaited>(); }

}  // namespace krepis::rules
