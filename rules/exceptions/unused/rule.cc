// An exception or suppression that accepts nothing.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/suppressions.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Unused final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"exceptions/unused",
                                    "an exception or suppression that accepts nothing"};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    if (model.suppressions != nullptr) model.suppressions->ReportUnused(findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeExceptionsUnused() { return std::make_unique<Unused>(); }

}  // namespace krepis::rules
