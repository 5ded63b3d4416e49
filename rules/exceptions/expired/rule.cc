// An accepted violation whose day is past.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/suppressions.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Expired final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"exceptions/expired",
                                    "an accepted violation whose day is past"};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    if (model.suppressions != nullptr) model.suppressions->ReportExpired(findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeExceptionsExpired() { return std::make_unique<Expired>(); }

}  // namespace krepis::rules
