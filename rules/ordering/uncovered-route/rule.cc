// A guard that stands behind every route it was to guard.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/ordering.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class UncoveredRoute final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"ordering/uncovered-route",
                                    "a guard registered where it does not cover the route",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    CheckUncoveredRoutes(model, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeOrderingUncoveredRoute() { return std::make_unique<UncoveredRoute>(); }

}  // namespace krepis::rules
